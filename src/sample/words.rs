//! Industries, parts of company names, titles and roles.

/// An industry, its share of the accounts, and the words that end its companies' names.
pub struct Industry {
    pub name: &'static str,
    /// Relative frequency among client accounts.
    pub weight: u32,
    /// How much marketing favours it, 1 to 8: makes the break-down by industry differ.
    pub reach: u32,
    pub endings: [&'static str; 8],
}

/// Northwind is in the first industry, Globex in the third.
pub const INDUSTRIES: &[Industry] = &[
    Industry {
        name: "Fintech",
        weight: 12,
        reach: 8,
        endings: ["Pay", "Ledger", "Finance", "Capital Tech", "Lending", "Wallet", "Treasury", "Clearing"],
    },
    Industry {
        name: "Healthcare",
        weight: 10,
        reach: 4,
        endings: [
            "Health",
            "Clinics",
            "Care",
            "Diagnostics",
            "Medical",
            "Therapeutics",
            "Imaging",
            "Wellbeing",
        ],
    },
    Industry {
        name: "Manufacturing",
        weight: 13,
        reach: 2,
        endings: [
            "Works",
            "Industries",
            "Tooling",
            "Precision",
            "Castings",
            "Machines",
            "Components",
            "Forge",
        ],
    },
    Industry {
        name: "Retail",
        weight: 10,
        reach: 5,
        endings: ["Stores", "Retail", "Outfitters", "Grocers", "Home", "Market", "Goods", "Living"],
    },
    Industry {
        name: "Logistics",
        weight: 9,
        reach: 3,
        endings: [
            "Freight",
            "Logistics",
            "Haulage",
            "Cargo",
            "Shipping",
            "Warehousing",
            "Express",
            "Forwarding",
        ],
    },
    Industry {
        name: "Software",
        weight: 14,
        reach: 7,
        endings: ["Software", "Systems", "Cloud", "Labs", "Data", "Platforms", "Analytics", "Digital"],
    },
    Industry {
        name: "Energy",
        weight: 7,
        reach: 3,
        endings: ["Energy", "Power", "Solar", "Wind", "Grid", "Renewables", "Utilities", "Storage"],
    },
    Industry {
        name: "Education",
        weight: 6,
        reach: 5,
        endings: ["Learning", "Academy", "Education", "College", "Campus", "Schools", "Tutors", "Institute"],
    },
    Industry {
        name: "Insurance",
        weight: 8,
        reach: 4,
        endings: ["Insurance", "Mutual", "Assurance", "Underwriting", "Cover", "Risk", "Reinsurance", "Life"],
    },
    Industry {
        name: "Telecom",
        weight: 6,
        reach: 6,
        endings: ["Telecom", "Networks", "Mobile", "Broadband", "Connect", "Wireless", "Fibre", "Signal"],
    },
    Industry {
        name: "Travel",
        weight: 5,
        reach: 4,
        endings: ["Travel", "Hotels", "Airways", "Tours", "Resorts", "Voyages", "Rail", "Stays"],
    },
    Industry {
        name: "Media",
        weight: 0,
        reach: 5,
        endings: [
            "Agency",
            "Media",
            "Communications",
            "Creative",
            "Studio",
            "Advertising",
            "Partners",
            "Brand",
        ],
    },
];

/// The industry of every agency.
pub const MEDIA: u8 = 11;

/// First and second half of a company's first word: "Aldermere".
pub const STEM_HEADS: &[&str] = &[
    "Alder", "Amber", "Arden", "Ash", "Barrow", "Birch", "Bram", "Brine", "Calder", "Cedar", "Cinder",
    "Clover", "Copper", "Cranes", "Dapple", "Dover", "Ebon", "Elder", "Ember", "Fallow", "Fern", "Finch",
    "Flint", "Garnet", "Gorse", "Hazel", "Heather", "Heron", "Ivory", "Juniper", "Kestrel", "Lantern",
    "Larch", "Linden", "Lupin", "Maple", "Marl", "Merle", "Nettle", "Oaken", "Onyx", "Osprey", "Otter",
    "Pebble", "Plover", "Quarry", "Quill", "Raven", "Rowan", "Saffron", "Sorrel", "Sparrow", "Tallow",
    "Teasel", "Thistle", "Umber", "Velvet", "Willow", "Wren", "Yarrow",
];
pub const STEM_TAILS: &[&str] = &[
    "barn", "beck", "borough", "bourne", "bridge", "brook", "burn", "bury", "by", "cairn", "cliffe", "combe",
    "cote", "croft", "dale", "dell", "den", "dyke", "fell", "fen", "field", "firth", "fold", "ford", "garth",
    "gate", "glen", "grove", "ham", "haven", "heath", "hithe", "holm", "holt", "hurst", "keld", "lea", "ley",
    "marsh", "mead", "mere", "mond", "moor", "ness", "over", "rigg", "scar", "shaw", "stead", "stoke",
    "stone", "thorpe", "thwaite", "toft", "ton", "vale", "wath", "wick", "worth", "wyke",
];

/// The roles of a buying group in the order in which an account's people take them, each with titles.
pub const ROLES: &[(&str, &[&str])] = &[
    (
        "champion",
        &[
            "Head of Digital",
            "Director of Operations",
            "Head of Transformation",
            "Director of Revenue Operations",
            "Head of Customer Experience",
            "Programme Director",
        ],
    ),
    (
        "economic buyer",
        &[
            "Chief Financial Officer",
            "Chief Operating Officer",
            "VP Finance",
            "Managing Director",
            "Chief Commercial Officer",
            "SVP, Operations",
        ],
    ),
    (
        "technical evaluator",
        &[
            "Enterprise Architect",
            "Head of IT",
            "Chief Information Officer",
            "Director of Engineering",
            "Security Lead",
            "Data Platform Manager",
        ],
    ),
    (
        "user",
        &[
            "Operations Manager",
            "Business Analyst",
            "Team Lead",
            "Product Manager",
            "Planning Specialist",
            "Account Manager",
        ],
    ),
    (
        "influencer",
        &[
            "Strategy Manager",
            "Head of Innovation",
            "Senior Consultant",
            "Chief of Staff",
            "Sustainability Lead",
            "Head of Insights",
        ],
    ),
    (
        "procurement",
        &[
            "Procurement Manager",
            "Category Buyer",
            "Head of Sourcing",
            "Vendor Manager",
            "Contracts Manager",
            "Purchasing Lead",
        ],
    ),
];
pub const CHAMPION: usize = 0;
pub const ECONOMIC_BUYER: usize = 1;
pub const USER: usize = 3;
pub const INFLUENCER: usize = 4;

/// Titles of people at agencies.
pub const AGENCY_TITLES: &[&str] = &[
    "Client Partner",
    "Account Director",
    "Strategy Director",
    "Media Planner",
    "Senior Account Manager",
    "Creative Technologist",
];
