//! Files that are no use, or meant to harm: each is told in a sentence, nothing is lost, the page goes on.
#![cfg(test)]

use anyhow::{Context as _, Result, ensure};
use ledger::Language;
use tests::{ImportPage, Role, Shop, Strictness, Tab, Taken, journey};

/// How a file must be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// As a whole, with a sentence.
    Refused,
    /// This many lines can go in once it is said what becomes of the others, which are listed.
    Lines(u64),
    /// All of these go in; what is strange about them is listed.
    Noted(u64),
    /// All of these go in, and there is nothing to say.
    Plain(u64),
}

struct Hostile {
    name: &'static str,
    bytes: Vec<u8>,
    wanted: Wanted,
}

const HEAD: &str = "Date,Order,SKU,Quantity,Price,Currency\n";

/// Rows in every file that nothing is wrong with.
const GOOD: u64 = 12;

/// A header, good rows, and these.
fn rows(more: &str) -> Vec<u8> {
    let mut text = HEAD.to_owned();
    for n in 0..GOOD {
        text.push_str(&format!("2026-01-{},{},MUG-1,2,12.50,GBP\n", n + 13, n + 900));
    }
    (text + more).into_bytes()
}

fn hostile(name: &'static str, bytes: impl Into<Vec<u8>>, wanted: Wanted) -> Hostile {
    Hostile { name, bytes: bytes.into(), wanted }
}

fn all() -> Vec<Hostile> {
    let wide = |cell: &dyn Fn(usize) -> String| (0..10_000).map(cell).collect::<Vec<_>>().join(",");
    let columns = format!("{}\n{}\n", wide(&|n| format!("c{n}")), wide(&|n| n.to_string()));
    let enormous = format!("2026-01-14,1002,{},1,2.00,GBP\n", "x".repeat(3_000_000));
    let zip = b"PK\x03\x04\x14\x00\x00\x00\x08\x00book.xml".to_vec();
    let utf16: Vec<u8> = rows("").iter().flat_map(|byte| [*byte, 0]).collect();
    vec![
        hostile("empty.csv", "", Wanted::Refused),
        hostile("header-only.csv", HEAD, Wanted::Refused),
        hostile("columns.csv", columns, Wanted::Refused),
        hostile("unclosed.csv", rows("2026-01-14,1002,\"MUG,1,2.00,GBP\n"), Wanted::Refused),
        hostile("book.csv", zip, Wanted::Refused),
        hostile(
            "random.csv",
            (0..4_096_u32).map(|n| ((n * n) >> 3) as u8).collect::<Vec<_>>(),
            Wanted::Refused,
        ),
        hostile("enormous.csv", rows(&enormous), Wanted::Refused),
        hostile("nul.csv", rows("2026-01-14,1002,MUG\0-2,1,2.00,GBP\n"), Wanted::Noted(GOOD + 1)),
        hostile(
            "ends.csv",
            rows(
                "2026-01-14,1002,A,1,2.00,GBP\r\n2026-01-15,1003,B,1,2.00,GBP\r2026-01-16,1004,C,1,2.00,GBP",
            ),
            Wanted::Plain(GOOD + 3),
        ),
        hostile("utf16.csv", utf16, Wanted::Plain(GOOD)),
        hostile(
            "latin.csv",
            [rows("2026-01-14,1002,caf"), b"\xe9,1,2.00,GBP\n".to_vec()].concat(),
            Wanted::Plain(GOOD + 1),
        ),
        hostile(
            "dates.csv",
            rows("2026-02-31,1002,A,1,2.00,GBP\n0000-00-00,1003,B,1,2.00,GBP\n"),
            Wanted::Lines(GOOD),
        ),
        hostile(
            "numbers.csv",
            rows(
                "2026-01-14,1002,A,NaN,2.00,GBP\n2026-01-14,1003,B,1,inf,GBP\n2026-01-14,1004,C,1,1e400,GBP\n",
            ),
            Wanted::Lines(GOOD),
        ),
        hostile("currency.csv", rows("2026-01-14,1002,A,1,2.00,XQZ\n"), Wanted::Lines(GOOD)),
        hostile(
            "twice.csv",
            rows(&format!("{HEAD}2026-01-14,1002,A,1,2.00,GBP\n")),
            Wanted::Noted(GOOD + 1),
        ),
        hostile(
            "formula.csv",
            rows("2026-01-14,1002,=HYPERLINK(\"\"x\"\"),1,2.00,GBP\n"),
            Wanted::Noted(GOOD + 1),
        ),
    ]
}

async fn expect_taken(tab: &Tab, page: &ImportPage<'_>, file: &Hostile) -> Result<()> {
    let taken = page.drop_file(file.name, &file.bytes).await?;
    let problems = page.problems().await?;
    let told = !problems.is_empty() && problems.iter().all(|text| is_sentence(text));
    match (file.wanted, &taken) {
        (Wanted::Refused, Taken::Refused(text)) => ensure!(is_sentence(text), "it says {text:?}"),
        (Wanted::Lines(lines), Taken::Asking) => {
            ensure!(told, "it lists {problems:?}");
            tab.click(Role::Radio, "Only the good lines").await?;
            page.taken_of(lines).await?;
        }
        (Wanted::Noted(lines), Taken::Checked(found)) => {
            ensure!(lines == *found && told, "{found} lines, it lists {problems:?}");
        }
        (Wanted::Plain(lines), Taken::Checked(found)) => {
            ensure!(lines == *found && problems.is_empty(), "{found} lines, it lists {problems:?}");
        }
        (wanted, taken) => anyhow::bail!("{wanted:?} was {taken:?}, listed {problems:?}"),
    }
    page.cancel().await
}

/// Long enough to explain, and not the one for what has no sentence.
fn is_sentence(text: &str) -> bool {
    text.len() > 20 && !text.contains("our fault") && !text.contains("Cannot be read (")
}

#[tokio::test]
async fn every_hostile_file_is_told_and_none_stops_the_page() -> Result<()> {
    journey("hostile", async |stage| {
        let tab = stage.open("/").await?;
        Shop::found_in(&tab, "GBP", Language::En).await?;
        let page = ImportPage::open(&tab).await?;
        let mut wrong = Vec::new();
        for file in all() {
            if let Err(error) = expect_taken(&tab, &page, &file).await {
                wrong.push(format!("{}: {error:#}", file.name));
                // The next one is tried all the same.
                page.cancel().await.with_context(|| wrong.join("\n"))?;
            }
        }
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        ensure!(tab.orders("", 1).await?.total == 0, "something was written");

        // A refusal stays readable, and a good file is still imported.
        page.drop_file("empty.csv", b"").await?;
        tab.expect_accessible(Strictness::Whole).await?;
        ensure!(page.drop_file("good.csv", &rows("")).await? == Taken::Checked(GOOD));
        let done = page.import().await?;
        ensure!(done.added == GOOD && done.lines == GOOD, "{done:?}");
        Ok(())
    })
    .await
}
