//! What else a country is called: its short names and codes, and the word for what comes from there.

/// Names of one country, folded; any of them may be the one that a workspace's accounts use.
const COUNTRIES: &[&[&str]] = &[
    &[
        "united kingdom",
        "uk",
        "gb",
        "gbr",
        "great britain",
        "britain",
        "british",
        "united kingdom of great britain and northern ireland",
    ],
    &["united states", "us", "usa", "united states of america", "america", "american", "the states"],
    &["germany", "de", "deu", "german", "deutschland"],
    &["france", "fr", "fra", "french"],
    &["spain", "es", "esp", "spanish"],
    &["italy", "it", "ita", "italian"],
    &["poland", "pl", "pol", "polish"],
    &["sweden", "se", "swe", "swedish"],
    &["norway", "no", "nor", "norwegian"],
    &["denmark", "dk", "dnk", "danish"],
    &["finland", "fi", "fin", "finnish"],
    &["netherlands", "nl", "nld", "holland", "dutch", "the netherlands"],
    &["belgium", "be", "bel", "belgian"],
    &["switzerland", "ch", "che", "swiss"],
    &["austria", "at", "aut", "austrian"],
    &["ireland", "ie", "irl", "irish"],
    &["portugal", "pt", "prt", "portuguese"],
    &["czechia", "cz", "cze", "czech republic", "czech"],
    &["slovakia", "sk", "svk", "slovak"],
    &["hungary", "hu", "hun", "hungarian"],
    &["romania", "ro", "rou", "romanian"],
    &["bulgaria", "bg", "bgr", "bulgarian"],
    &["greece", "gr", "grc", "greek"],
    &["turkiye", "tr", "tur", "turkey", "turkish"],
    &["ukraine", "ua", "ukr", "ukrainian"],
    &["estonia", "ee", "est", "estonian"],
    &["latvia", "lv", "lva", "latvian"],
    &["lithuania", "lt", "ltu", "lithuanian"],
    &["luxembourg", "lu", "lux"],
    &["iceland", "is", "isl", "icelandic"],
    &["canada", "ca", "can", "canadian"],
    &["mexico", "mx", "mex", "mexican"],
    &["brazil", "br", "bra", "brazilian", "brasil"],
    &["argentina", "ar", "arg", "argentinian", "argentine"],
    &["chile", "cl", "chl", "chilean"],
    &["colombia", "co", "col", "colombian"],
    &["india", "in", "ind", "indian"],
    &["china", "cn", "chn", "chinese"],
    &["japan", "jp", "jpn", "japanese"],
    &["south korea", "kr", "kor", "korea", "korean", "republic of korea"],
    &["singapore", "sg", "sgp", "singaporean"],
    &["vietnam", "vn", "vnm", "viet nam", "vietnamese"],
    &["thailand", "th", "tha", "thai"],
    &["indonesia", "id", "idn", "indonesian"],
    &["malaysia", "my", "mys", "malaysian"],
    &["philippines", "ph", "phl", "philippine"],
    &["australia", "au", "aus", "australian"],
    &["new zealand", "nz", "nzl"],
    &["south africa", "za", "zaf", "south african"],
    &["nigeria", "ng", "nga", "nigerian"],
    &["kenya", "ke", "ken", "kenyan"],
    &["egypt", "eg", "egy", "egyptian"],
    &["israel", "il", "isr", "israeli"],
    &["united arab emirates", "ae", "are", "uae", "emirates"],
    &["saudi arabia", "sa", "sau", "saudi"],
];

/// What stands for a country under all its names; the name itself where it is none that we know.
pub fn one_of(folded: &str) -> &str {
    COUNTRIES.iter().find(|names| names.contains(&folded)).map_or(folded, |names| names[0])
}

/// The other names of a country, as far as they are no everyday words of two letters.
pub fn names_of(folded: &str) -> impl Iterator<Item = &'static str> {
    COUNTRIES
        .iter()
        .filter(move |names| names.contains(&folded))
        .flat_map(|names| names.iter().copied())
        .filter(move |name| {
            *name != folded && (name.len() > 3 || matches!(*name, "uk" | "gb" | "us" | "usa" | "uae"))
        })
}
