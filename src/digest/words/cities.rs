//! Places and letters that stand for a zone besides the names of zones, and the countries that share such a name.

/// Letters that change with the season, or mean several zones, and a place that may be meant.
pub const LETTERS: &[(&str, &str)] = &[
    ("est", "America/New_York"),
    ("edt", "America/New_York"),
    ("et", "America/New_York"),
    ("eastern", "America/New_York"),
    ("cst", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("ct", "America/Chicago"),
    ("central", "America/Chicago"),
    ("mst", "America/Denver"),
    ("mdt", "America/Denver"),
    ("mountain", "America/Denver"),
    ("pst", "America/Los_Angeles"),
    ("pdt", "America/Los_Angeles"),
    ("pt", "America/Los_Angeles"),
    ("pacific", "America/Los_Angeles"),
    ("bst", "Europe/London"),
    ("ist", "Asia/Kolkata"),
    ("cest", "Europe/Paris"),
    ("eest", "Europe/Athens"),
    ("jst", "Asia/Tokyo"),
    ("aest", "Australia/Sydney"),
    ("aedt", "Australia/Sydney"),
];

/// Cities where many work, after which no zone is named.
pub const CITIES: &[(&str, &str)] = &[
    ("atlanta", "America/New_York"),
    ("austin", "America/Chicago"),
    ("bangalore", "Asia/Kolkata"),
    ("barcelona", "Europe/Madrid"),
    ("beijing", "Asia/Shanghai"),
    ("bengaluru", "Asia/Kolkata"),
    ("boston", "America/New_York"),
    ("cologne", "Europe/Berlin"),
    ("dallas", "America/Chicago"),
    ("delhi", "Asia/Kolkata"),
    ("edinburgh", "Europe/London"),
    ("frankfurt", "Europe/Berlin"),
    ("geneva", "Europe/Zurich"),
    ("hamburg", "Europe/Berlin"),
    ("houston", "America/Chicago"),
    ("hyderabad", "Asia/Kolkata"),
    ("manchester", "Europe/London"),
    ("miami", "America/New_York"),
    ("milan", "Europe/Rome"),
    ("mumbai", "Asia/Kolkata"),
    ("munich", "Europe/Berlin"),
    ("new delhi", "Asia/Kolkata"),
    ("san francisco", "America/Los_Angeles"),
    ("sao paulo", "America/Sao_Paulo"),
    ("seattle", "America/Los_Angeles"),
    ("tel aviv", "Asia/Jerusalem"),
    ("uk", "Europe/London"),
    ("washington", "America/New_York"),
];

/// Places with a zone that are a country, or go by the name of one, and so may be a filter.
pub const COUNTRIES: &str = "andorra antigua aruba bahrain barbados bermuda brunei curacao djibouti dominica el_salvador fiji \
    gibraltar grenada guadeloupe guam guatemala guernsey guyana jamaica jersey kuwait luxembourg macau maldives malta \
    martinique mauritius monaco nauru palau panama puerto_rico qatar reunion san_marino singapore uk vatican jordan";
