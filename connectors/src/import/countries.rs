//! Countries by code and by their names in English, French, German and Spanish.

use super::text::normalise;

/// ISO 3166 alpha-2 of the countries that exports name in words, with the normalised names.
const NAMES: [(&str, &str); 66] = [
    (
        "AE",
        "united arab emirates|emirats arabes unis|vereinigte arabische emirate|emiratos arabes unidos|uae",
    ),
    ("AR", "argentina|argentine|argentinien"),
    ("AT", "austria|autriche|osterreich"),
    ("AU", "australia|australie|australien"),
    ("BE", "belgium|belgique|belgien|belgica"),
    ("BG", "bulgaria|bulgarie|bulgarien"),
    ("BH", "bahrain"),
    ("BR", "brazil|bresil|brasilien|brasil"),
    ("CA", "canada|kanada"),
    ("CH", "switzerland|suisse|schweiz|suiza"),
    ("CL", "chile|chili"),
    ("CN", "china|chine"),
    ("CO", "colombia|colombie|kolumbien"),
    ("CY", "cyprus|chypre|zypern|chipre"),
    ("CZ", "czech republic|czechia|republique tcheque|tchequie|tschechien|republica checa|chequia"),
    ("DE", "germany|allemagne|deutschland|alemania"),
    ("DK", "denmark|danemark|danemark|dinamarca"),
    ("EE", "estonia|estonie|estland"),
    ("EG", "egypt|egypte|agypten|egipto"),
    ("ES", "spain|espagne|spanien|espana"),
    ("FI", "finland|finlande|finnland|finlandia"),
    ("FR", "france|frankreich|francia"),
    (
        "GB",
        "united kingdom|royaume uni|vereinigtes konigreich|grossbritannien|reino unido|great britain|uk|england|scotland|wales",
    ),
    ("GR", "greece|grece|griechenland|grecia"),
    ("HK", "hong kong|hongkong"),
    ("HR", "croatia|croatie|kroatien|croacia"),
    ("HU", "hungary|hongrie|ungarn|hungria"),
    ("IE", "ireland|irlande|irland|irlanda|eire|republic of ireland"),
    ("IL", "israel"),
    ("IN", "india|inde|indien"),
    ("IS", "iceland|islande|island|islandia"),
    ("IT", "italy|italie|italien|italia"),
    ("JP", "japan|japon"),
    ("KR", "south korea|coree du sud|sudkorea|corea del sur|korea republic of"),
    ("LB", "lebanon|liban|libanon|libano"),
    ("LT", "lithuania|lituanie|litauen|lituania"),
    ("LU", "luxembourg|luxemburg|luxemburgo"),
    ("LV", "latvia|lettonie|lettland|letonia"),
    ("MA", "morocco|maroc|marokko|marruecos"),
    ("MC", "monaco"),
    ("MT", "malta|malte"),
    ("MX", "mexico|mexique|mexiko"),
    ("MY", "malaysia|malaisie|malasia"),
    ("NL", "netherlands|the netherlands|pays bas|niederlande|paises bajos|holland"),
    ("NO", "norway|norvege|norwegen|noruega"),
    ("NZ", "new zealand|nouvelle zelande|neuseeland|nueva zelanda"),
    ("PE", "peru|perou"),
    ("PH", "philippines|philippinen|filipinas"),
    ("PL", "poland|pologne|polen|polonia"),
    ("PT", "portugal"),
    ("RO", "romania|roumanie|rumanien|rumania"),
    ("RS", "serbia|serbie|serbien"),
    ("RU", "russia|russie|russland|rusia|russian federation"),
    ("SA", "saudi arabia|arabie saoudite|saudi arabien|arabia saudita"),
    ("SE", "sweden|suede|schweden|suecia"),
    ("SG", "singapore|singapour|singapur"),
    ("SI", "slovenia|slovenie|slowenien|eslovenia"),
    ("SK", "slovakia|slovaquie|slowakei|eslovaquia"),
    ("TH", "thailand|thailande|tailandia"),
    ("TN", "tunisia|tunisie|tunesien|tunez"),
    ("TR", "turkey|turquie|turkei|turquia|turkiye"),
    ("TW", "taiwan"),
    ("UA", "ukraine|ucrania"),
    (
        "US",
        "united states|united states of america|usa|us|etats unis|vereinigte staaten|estados unidos|u s a|ee uu",
    ),
    ("VN", "vietnam"),
    ("ZA", "south africa|afrique du sud|sudafrika|sudafrica|rsa"),
];

/// The alpha-2 code a cell names.
pub(crate) fn code(cell: &str) -> Option<&'static str> {
    if cell.len() == 2 && cell.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return NAMES.iter().map(|(code, _)| *code).find(|code| *code == cell);
    }
    let name = normalise(cell);
    NAMES
        .iter()
        .find(|(_, names)| names.split('|').any(|known| known == name))
        .map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_recognised_in_four_languages() {
        for (name, expected) in [
            ("United Kingdom", "GB"),
            ("Allemagne", "DE"),
            ("España", "ES"),
            ("Österreich", "AT"),
            ("FR", "FR"),
            ("EIRE", "IE"),
        ] {
            assert_eq!(code(name), Some(expected), "{name}");
        }
        assert_eq!(code("Unspecified"), None);
    }
}
