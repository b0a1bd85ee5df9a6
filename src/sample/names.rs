//! Names of people from many countries, with their accents.

use deunicode::deunicode;

/// A country of the sample: how often accounts sit there, its clock, legal forms of companies and names of people.
pub struct Country {
    pub name: &'static str,
    /// Relative frequency among accounts.
    pub weight: u32,
    /// Whole hours ahead of UTC; good enough for office hours.
    pub utc_hours: i32,
    /// Legal forms, comma-separated; may be empty.
    pub forms: &'static str,
    given: &'static str,
    family: &'static str,
}

/// Northwind sits in the first country, Globex in the second.
pub const COUNTRIES: &[Country] = &[
    Country {
        name: "United Kingdom",
        weight: 18,
        utc_hours: 0,
        forms: "Ltd, plc",
        given: "Oliver, Amelia, George, Isla, Harry, Zoë, Jack, Grace, Alfie, Freya, Callum, Imogen, Rhys, Niamh, Angus, Chloë, Edward, Poppy, Priya, Kwame, Siân, Declan, Harriet, Toby, Beatrice, Hamish",
        family: "Ashworth, Barlow, Cartwright, Dalton, Ellison, Fairclough, Gallagher, Hartley, Iqbal, Jennings, Kershaw, Langley, Mackenzie, Norris, O’Connell, Pemberton, Radcliffe, Sutcliffe, Thornton, Underwood, Whitaker, Yates, Bowen, Okafor, Pritchard, Llewellyn, Buchanan, Greenhalgh",
    },
    Country {
        name: "Germany",
        weight: 15,
        utc_hours: 1,
        forms: "GmbH, AG",
        given: "Jürgen, Anke, Matthias, Katrin, Jörg, Sabine, Lukas, Hannah, Björn, Ulrike, Felix, Leonie, Sönke, Käthe, Florian, Mareike, Stefan, Birgit, Tobias, Lena, Moritz, Greta, Özlem, Henrik",
        family: "Müller, Schröder, Krüger, Weiß, Bäcker, Hoffmann, Köhler, Vogel, Jäger, Groß, Lindemann, Schäfer, Böhm, Friedrich, Günther, Kühn, Zimmermann, Brandt, Voß, Kästner, Hübner, Reuter, Petersen, Dörr, Lüdemann, Yılmaz",
    },
    Country {
        name: "United States",
        weight: 14,
        utc_hours: -6,
        forms: "Inc, LLC",
        given: "Michael, Jennifer, Tyler, Ashley, Brandon, Megan, Jamal, Keisha, Carlos, Maria, Ethan, Madison, Logan, Olivia, Wei, Mei, Noah, Abigail, Aaron, Renée, Diego, Lauren, Marcus, Caitlin, Andre, Sierra",
        family: "Anderson, Bennett, Castillo, Delgado, Eriksen, Foster, Goldberg, Hernández, Ivanov, Jefferson, Kim, Lindqvist, Martinez, Nguyen, O’Brien, Peterson, Ramírez, Sullivan, Tran, Vaughn, Washburn, Zimmer, Coleman, Brooks, Chen, Patel",
    },
    Country {
        name: "France",
        weight: 9,
        utc_hours: 1,
        forms: "SAS, SA",
        given: "Étienne, Hélène, François, Amélie, Rémi, Chloé, Jérôme, Océane, Benoît, Clémence, Loïc, Maëlle, Gaël, Inès, Thibault, Anaïs, Mathéo, Noémie, Cédric, Solène, Karim, Aïcha, Jean-Luc, Marie-Ève",
        family: "Lefèvre, Moreau, Béranger, Girard, Dupré, Rousseau, Chevallier, Fournier, Gauthier, Mercier, Hervé, Lévêque, Benoist, Côté, Deschamps, Noël, Périer, Rivière, Tessier, Vasseur, Besnard, Marchand, Benali, Diallo, Le Goff, d’Aubigny",
    },
    Country {
        name: "Netherlands",
        weight: 6,
        utc_hours: 1,
        forms: "B.V.",
        given: "Daan, Sanne, Bram, Femke, Joris, Lotte, Sjoerd, Anouk, Thijs, Maartje, Ruben, Noor, Gijs, Eline, Jeroen, Fleur, Mees, Renée, Wouter, Saskia, Koen, Merel, Joël, Loïs",
        family: "de Vries, van den Berg, Bakker, Visser, Smit, Meijer, de Boer, Mulder, Dekker, van Leeuwen, Hoekstra, Kuipers, Postma, Veenstra, van der Meer, Schouten, Verhoeven, Timmermans, Brouwer, Zijlstra, Hoogland, ten Cate, Özdemir, Blaauw",
    },
    Country {
        name: "Poland",
        weight: 6,
        utc_hours: 1,
        forms: "sp. z o.o., S.A.",
        given: "Łukasz, Małgorzata, Paweł, Agnieszka, Michał, Zofia, Wojciech, Elżbieta, Krzysztof, Joanna, Stanisław, Grażyna, Grzegorz, Bożena, Rafał, Żaneta, Tomasz, Iwona, Mateusz, Świętosława, Jakub, Hanna, Zbigniew, Kinga",
        family: "Nowak, Wójcik, Kowalczyk, Woźniak, Mazur, Kaczmarek, Krawczyk, Zając, Król, Wieczorek, Wróbel, Stępień, Pawlak, Michalak, Dudek, Sikora, Baran, Szewczyk, Pietrzak, Walczak, Bąk, Gołąb, Duda, Cieślak, Kołodziej, Sobczak",
    },
    Country {
        name: "Spain",
        weight: 6,
        utc_hours: 1,
        forms: "S.L., S.A.",
        given: "José, María, Álvaro, Lucía, Íñigo, Begoña, Javier, Ángela, Rubén, Nuria, Andrés, Inés, Óscar, Rocío, Joaquín, Belén, Martín, Noelia, Jesús, Sofía, Adrián, Ainhoa, Jordi, Montserrat",
        family: "García, Fernández, Núñez, Ibáñez, Muñoz, Gómez, Domínguez, Vázquez, Peña, Cortés, Sáez, Ríos, Zubizarreta, Echeverría, Puig, Ferrer, Ordóñez, Quintana, Beltrán, Lozano, Méndez, Soler, Iglesias, Carrasco, del Río, Ybarra",
    },
    Country {
        name: "Sweden",
        weight: 4,
        utc_hours: 1,
        forms: "AB",
        given: "Björn, Åsa, Göran, Märta, Håkan, Linnéa, Örjan, Elin, Mårten, Saga, Östen, Annika, Jonas, Tove, Sören, Ingrid, Anton, Malin, Viggo, Ebba, Fredrik, Karolina",
        family: "Åkesson, Sjöberg, Lindström, Björklund, Nyström, Öberg, Söderlund, Hedlund, Bergqvist, Wikström, Ekman, Lönn, Norén, Sandberg, Hägglund, Ström, Ahlgren, Dahlgren, Fält, Grönberg, Holm, Mattsson",
    },
    Country {
        name: "Denmark",
        weight: 2,
        utc_hours: 1,
        forms: "A/S, ApS",
        given: "Søren, Mette, Jørgen, Kirsten, Rasmus, Signe, Bjørn, Astrid, Mikkel, Maja, Anders, Line, Kåre, Pernille, Nikolaj, Freja",
        family: "Sørensen, Jørgensen, Østergaard, Kjær, Møller, Nørgaard, Bak, Højgaard, Lund, Skov, Thorsen, Bruun, Dahl, Krogh, Ravn, Toft, Vestergaard, Ågård",
    },
    Country {
        name: "Italy",
        weight: 5,
        utc_hours: 1,
        forms: "S.p.A., S.r.l.",
        given: "Niccolò, Chiara, Matteo, Giulia, Lorenzo, Federica, Alessandro, Ilaria, Davide, Noemi, Riccardo, Elisa, Gabriele, Beatrice, Salvatore, Martina, Tommaso, Zoe, Simone, Caterina, Emanuele, Ludovica",
        family: "Rossini, Bianchi, Esposito, Colombo, Ricci, Marchetti, Greco, Fontana, Caruso, Ferrara, Lombardi, Moretti, Barbieri, D’Amico, De Santis, Pellegrini, Nicolò, Vitale, Gatti, Testa, Cattaneo, Villa, Piras, Zanella",
    },
    Country {
        name: "India",
        weight: 5,
        utc_hours: 5,
        forms: "Pvt Ltd, Ltd",
        given: "Aarav, Ananya, Rohan, Kavya, Vikram, Meera, Arjun, Lakshmi, Siddharth, Pooja, Karthik, Neha, Imran, Fatima, Gurpreet, Harleen, Nikhil, Shreya, Rajesh, Divya, Sanjay, Aditi, Vivek, Tanvi",
        family: "Sharma, Iyer, Reddy, Nair, Banerjee, Kulkarni, Mehta, Chatterjee, Singh, Kaur, Desai, Menon, Bhattacharya, Agarwal, Pillai, Joshi, Verma, Rao, Shaikh, Kapoor, Mukherjee, Gowda, Saxena, Naidu",
    },
    Country {
        name: "Japan",
        weight: 3,
        utc_hours: 9,
        forms: "K.K.",
        given: "Haruto, Yui, Sōta, Aoi, Ren, Hina, Yūto, Sakura, Kaito, Mio, Daiki, Rin, Takumi, Yōko, Kenji, Keiko, Hiroshi, Naoko, Ryō, Emi, Shōta, Ayumi",
        family: "Satō, Suzuki, Takahashi, Tanaka, Watanabe, Itō, Yamamoto, Nakamura, Kobayashi, Katō, Yoshida, Yamada, Sasaki, Matsumoto, Inoue, Kimura, Hayashi, Saitō, Shimizu, Ōta, Fujiwara, Mori, Ueda, Nishimura",
    },
    Country {
        name: "Brazil",
        weight: 3,
        utc_hours: -3,
        forms: "Ltda, S.A.",
        given: "João, Ana, Antônio, Luíza, Thiago, Letícia, Caio, Conceição, Otávio, Débora, Murilo, Íris, Renato, Júlia, Sebastião, Tainá, Heitor, Vitória, Raí, Fabíola, Estêvão, Larissa",
        family: "da Silva, Souza, Conceição, Araújo, Gonçalves, Ribeiro, Magalhães, Teixeira, Barbosa, Cardoso, Guimarães, Assunção, Moura, Falcão, Brandão, Nóbrega, dos Santos, Pacheco, Rezende, Sampaio, Tavares, Queiroz",
    },
    Country {
        name: "Türkiye",
        weight: 3,
        utc_hours: 3,
        forms: "A.Ş.",
        given: "Şule, Çağlar, Ayşe, Gökhan, İpek, Uğur, Özge, Barış, Gülşen, Tuğba, Işıl, Ömer, Zeynep, Kıvanç, Elif, Şahin, Müge, Doğan, Selin, Çiğdem, Ümit, Oğuz",
        family: "Yılmaz, Şahin, Çelik, Öztürk, Aydın, Doğan, Kılıç, Arslan, Koç, Güneş, Erdoğdu, Özkan, Şimşek, Yıldırım, Çetin, Aksoy, Bulut, Korkmaz, Tunç, Uçar, Ünal, Işık",
    },
    Country {
        name: "Vietnam",
        weight: 2,
        utc_hours: 7,
        forms: "JSC",
        given: "Thảo, Minh, Hương, Tuấn, Lan, Đức, Phương, Quân, Ngọc, Hùng, Linh, Dũng, Mai, Sơn, Thúy, Long, Yến, Khánh, Trang, Việt, Ánh, Hải",
        family: "Nguyễn, Trần, Lê, Phạm, Hoàng, Huỳnh, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương, Lý, Đinh, Trịnh, Đoàn, Lương",
    },
    Country {
        name: "Nigeria",
        weight: 2,
        utc_hours: 1,
        forms: "Ltd",
        given: "Chinedu, Ngozi, Olúwaṣeun, Adaeze, Emeka, Folákẹ́, Tunde, Amara, Yusuf, Aisha, Obinna, Ifeoma, Babátúndé, Chiamaka, Musa, Halima, Kelechi, Bukola, Ọlá, Zainab",
        family: "Adébáyọ̀, Okonkwo, Balogun, Eze, Abubakar, Nwosu, Ogunleye, Chukwu, Bello, Afolabi, Onyekachi, Danjuma, Adeyemi, Uche, Lawal, Obi, Ṣóyínká, Ibrahim, Nnamdi, Olawale, Udo, Yakubu",
    },
    Country {
        name: "Czechia",
        weight: 3,
        utc_hours: 1,
        forms: "s.r.o., a.s.",
        given: "Jiří, Věra, Ondřej, Kateřina, Tomáš, Lenka, Štěpán, Šárka, Vojtěch, Tereza, Matěj, Zdeňka, Radek, Jitka, Luboš, Žofie, Přemysl, Markéta, Řehoř, Blažena, Aleš, Nikola",
        family: "Krejčí, Kočí, Martinů, Petrů, Janů, Pavlů, Hořejší, Dolejší, Jirků, Vaňků, Jandů, Klímů, Tichý, Říha, Matějů, Mareš, Dvořák, Šťastný, Novotný, Hájek, Kučera, Žák",
    },
    Country {
        name: "Ireland",
        weight: 2,
        utc_hours: 0,
        forms: "Ltd, DAC",
        given: "Seán, Aoife, Ciarán, Róisín, Oisín, Gráinne, Pádraig, Sinéad, Eoin, Caoimhe, Tadhg, Órla, Fionn, Clíona, Donnacha, Bríd",
        family: "Ó Briain, Byrne, Kavanagh, Doyle, Ní Dhomhnaill, Keane, McCarthy, O’Sullivan, Walsh, Fitzpatrick, Nolan, Brennan, Quinn, Ó Súilleabháin, Duffy, Maguire, Hennessy, Moriarty",
    },
];

/// One name as people write it, and as it stands in an address: lower-case ASCII letters and digits only.
pub struct Name {
    pub text: String,
    pub slug: String,
    /// The number of the first name in the table with the same slug: Zoë and Zoe are alike in an address.
    pub alike: u16,
}

/// All given and family names in two flat tables, so that a person needs only two small numbers.
pub struct Names {
    given: Vec<Name>,
    family: Vec<Name>,
    /// By country: where its given and its family names begin. One more entry closes the last.
    starts: Vec<(usize, usize)>,
}

impl Names {
    pub fn new() -> Names {
        let mut names = Names { given: Vec::new(), family: Vec::new(), starts: Vec::new() };
        for country in COUNTRIES {
            names.starts.push((names.given.len(), names.family.len()));
            for given in country.given.split(", ") {
                push(&mut names.given, given);
            }
            for family in country.family.split(", ") {
                push(&mut names.family, family);
            }
        }
        names.starts.push((names.given.len(), names.family.len()));
        names
    }

    /// Adds a name that belongs to no country, and gives its two numbers.
    pub fn add(&mut self, given: &str, family: &str) -> (u16, u16) {
        (push(&mut self.given, given), push(&mut self.family, family))
    }

    /// A name usual in `country`.
    pub fn draw(&self, country: usize, dice: &mut super::dice::Dice) -> (u16, u16) {
        let ((given, family), (given_end, family_end)) = (self.starts[country], self.starts[country + 1]);
        (
            given as u16 + dice.below((given_end - given) as u32) as u16,
            family as u16 + dice.below((family_end - family) as u32) as u16,
        )
    }

    pub fn given(&self, number: u16) -> &Name {
        &self.given[number as usize]
    }

    pub fn family(&self, number: u16) -> &Name {
        &self.family[number as usize]
    }
}

fn push(table: &mut Vec<Name>, text: &str) -> u16 {
    let slug = slug(text);
    let number = table.len();
    let alike = table.iter().position(|name| name.slug == slug).unwrap_or(number) as u16;
    table.push(Name { text: text.to_owned(), slug, alike });
    number as u16
}

/// Lower-case ASCII letters and digits of a text; everything else falls away.
pub fn slug(text: &str) -> String {
    deunicode(text).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
