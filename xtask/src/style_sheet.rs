//! Style sheets as they travel.

/// A style sheet without its comments and indentation. Nothing else is touched, so nothing can change its meaning.
pub(crate) fn trimmed(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut quote = None;
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        let escaped = kept.ends_with('\\');
        match quote {
            Some(open) if char == open && !escaped => quote = None,
            None if matches!(char, '"' | '\'') => quote = Some(char),
            _ => {}
        }
        kept.push(char);
        rest = &rest[char.len_utf8()..];
    }
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::trimmed;

    #[test]
    fn only_comments_and_indentation_go() {
        let sheet = "/* A head. */\n.a {\n  /* why\n     so */\n  margin: calc(1px + 2px);\n\n  content: \"/* x */ \\\" \";\n}\n";
        let expected = ".a {\nmargin: calc(1px + 2px);\ncontent: \"/* x */ \\\" \";\n}\n";
        assert_eq!(trimmed(sheet), expected);
        assert_eq!(trimmed("a { } /* never closed"), "a { }\n");
    }
}
