//! Customers, made up: no name belongs to anyone.

use super::random::Random;

const FIRST: [&str; 60] = [
    "Nadia", "Léa", "Camille", "Hugo", "Inès", "Louis", "Manon", "Jules", "Chloé", "Arthur",
    "Sarah", "Gabriel", "Emma", "Raphaël", "Jade", "Adam", "Zoé", "Paul", "Lina", "Noah", "Alice",
    "Victor", "Rose", "Théo", "Anna", "Marius", "Mila", "Samuel", "Juliette", "Malo", "Élise",
    "Axel", "Margaux", "Ibrahim", "Clara", "Antoine", "Salomé", "Bastien", "Olivia", "Karim",
    "Agathe", "Florian", "Yasmine", "Romain", "Capucine", "Mehdi", "Apolline", "Damien", "Lucie",
    "Simon", "Hanna", "Lukas", "Giulia", "Marco", "Sofia", "Pieter", "Fleur", "Jonas", "Katrin",
    "Luca",
];

const LAST: [&str; 60] = [
    "Berthier",
    "Moreau",
    "Garnier",
    "Chevalier",
    "Rousset",
    "Perrin",
    "Fontaine",
    "Lambert",
    "Marchand",
    "Dumas",
    "Vidal",
    "Brun",
    "Gaillard",
    "Roche",
    "Colin",
    "Renard",
    "Picard",
    "Leclerc",
    "Bourgeois",
    "Aubert",
    "Blanchet",
    "Carlier",
    "Delorme",
    "Estève",
    "Faure",
    "Guillot",
    "Hamel",
    "Imbert",
    "Joly",
    "Keller",
    "Lacroix",
    "Maillard",
    "Noël",
    "Ollivier",
    "Pasquier",
    "Quentin",
    "Rivière",
    "Sabatier",
    "Tessier",
    "Urbain",
    "Vasseur",
    "Weber",
    "Xavier",
    "Yvon",
    "Zeller",
    "Benali",
    "Haddad",
    "Santos",
    "Ferreira",
    "Rossi",
    "Bianchi",
    "Müller",
    "Schmid",
    "Favre",
    "Rochat",
    "Peeters",
    "Janssen",
    "Claes",
    "Keil",
    "Amari",
];

/// The customer with a number below [`MOST`]; each has a name of their own.
pub(super) fn name(customer: usize) -> String {
    let first = FIRST[customer % FIRST.len()];
    let last = LAST[(customer / FIRST.len() + customer) % LAST.len()];
    format!("{first} {last}")
}

/// How many customers there can be.
pub(super) const MOST: usize = FIRST.len() * LAST.len();

/// ISO 3166 code of the country a customer lives in.
pub(super) fn country(seed: u64, customer: usize) -> &'static str {
    const SHARES: [(f64, &str); 7] = [
        (0.76, "FR"),
        (0.85, "CH"),
        (0.91, "BE"),
        (0.96, "DE"),
        (0.98, "IT"),
        (0.99, "LU"),
        (1.0, "NL"),
    ];
    let draw = Random::new(seed, super::purpose::COUNTRY, 0, customer).uniform();
    SHARES.iter().find(|(until, _)| draw < *until).map_or("FR", |(_, code)| code)
}

/// The web store's customers so far.
#[derive(Debug, Default)]
pub(super) struct Customers {
    known: usize,
}

impl Customers {
    /// Who orders next: someone new, or someone known, the early ones more often.
    pub(super) fn next(&mut self, random: &mut Random) -> usize {
        if self.known == 0 || (random.chance(0.3) && self.known < MOST) {
            self.known += 1;
            return self.known - 1;
        }
        let skewed = random.uniform() * random.uniform();
        ((skewed * self.known as f64) as usize).min(self.known - 1)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn nobody_shares_a_name() {
        assert_eq!((0..MOST).map(name).collect::<BTreeSet<_>>().len(), MOST);
    }
}
