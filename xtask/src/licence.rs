//! SPDX licence expressions, as far as Cargo packages use them.

/// Whether `expression` can be satisfied with licences that `is_allowed` accepts.
///
/// `OR` needs one side, `AND` both; `WITH` names an exception that only adds rights. The old form
/// `MIT/Apache-2.0` means `OR`. An expression that cannot be read is not allowed.
pub(crate) fn allows(expression: &str, is_allowed: impl Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, is_allowed: &is_allowed };
    reader.any() == Some(true) && reader.words.is_empty()
}

struct Reader<'a> {
    words: &'a [&'a str],
    is_allowed: &'a dyn Fn(&str) -> bool,
}

impl Reader<'_> {
    fn any(&mut self) -> Option<bool> {
        let mut allowed = self.all()?;
        while self.takes("OR") {
            allowed |= self.all()?;
        }
        Some(allowed)
    }

    fn all(&mut self) -> Option<bool> {
        let mut allowed = self.one()?;
        while self.takes("AND") {
            allowed &= self.one()?;
        }
        Some(allowed)
    }

    fn one(&mut self) -> Option<bool> {
        if self.takes("(") {
            let allowed = self.any()?;
            return self.takes(")").then_some(allowed);
        }
        let allowed = (self.is_allowed)(self.next()?);
        if self.takes("WITH") {
            self.next()?;
        }
        Some(allowed)
    }

    fn next(&mut self) -> Option<&str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }

    fn takes(&mut self, word: &str) -> bool {
        let is_next = self.words.first() == Some(&word);
        if is_next {
            self.words = &self.words[1..];
        }
        is_next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_spdx_means_them() {
        let check = |expression, expected| {
            let allowed = allows(expression, |licence| ["MIT", "Apache-2.0"].contains(&licence));
            assert_eq!(allowed, expected, "{expression}");
        };
        check("MIT", true);
        check("MIT/Apache-2.0", true);
        check("GPL-3.0 OR MIT", true);
        check("GPL-3.0 AND MIT", false);
        check("(GPL-3.0 OR MIT) AND Apache-2.0 WITH LLVM-exception", true);
        check("MIT AND (GPL-3.0 OR LGPL-2.1)", false);
        check("", false);
        check("(MIT", false);
        check("MIT Apache-2.0", false);
    }
}
