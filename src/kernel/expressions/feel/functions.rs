//! The built-in functions of FEEL that may be called, with the least and the greatest number of arguments.

/// Any number of arguments.
const MANY: usize = usize::MAX;

/// Left out are those that read the clock (`now`, `today`), build or change contexts, take functions (`sort`), or
/// build ranges.
const FUNCTIONS: [(&str, usize, usize); 57] = [
    ("abs", 1, 1),
    ("all", 1, MANY),
    ("any", 1, MANY),
    ("append", 2, MANY),
    ("ceiling", 1, 2),
    ("concatenate", 1, MANY),
    ("contains", 2, 2),
    ("count", 1, 1),
    ("date", 1, 3),
    ("date and time", 1, 2),
    ("day of week", 1, 1),
    ("day of year", 1, 1),
    ("decimal", 2, 2),
    ("distinct values", 1, 1),
    ("duration", 1, 1),
    ("ends with", 2, 2),
    ("even", 1, 1),
    ("flatten", 1, 1),
    ("floor", 1, 2),
    ("get value", 2, 2),
    ("index of", 2, 2),
    ("is", 2, 2),
    ("list contains", 2, 2),
    ("lower case", 1, 1),
    ("matches", 2, 3),
    ("max", 1, MANY),
    ("mean", 1, MANY),
    ("median", 1, MANY),
    ("min", 1, MANY),
    ("modulo", 2, 2),
    ("month of year", 1, 1),
    ("not", 1, 1),
    ("number", 1, 3),
    ("odd", 1, 1),
    ("product", 1, MANY),
    ("remove", 2, 2),
    ("replace", 3, 4),
    ("reverse", 1, 1),
    ("round down", 2, 2),
    ("round half down", 2, 2),
    ("round half up", 2, 2),
    ("round up", 2, 2),
    ("split", 2, 2),
    ("starts with", 2, 2),
    ("string", 1, 1),
    ("string join", 1, 2),
    ("string length", 1, 1),
    ("sublist", 2, 3),
    ("substring", 2, 3),
    ("substring after", 2, 2),
    ("substring before", 2, 2),
    ("sum", 1, MANY),
    ("time", 1, 4),
    ("union", 1, MANY),
    ("upper case", 1, 1),
    ("week of year", 1, 1),
    ("years and months duration", 2, 2),
];

/// The most words that a function's name has.
pub(super) const MOST_WORDS: usize = 4;

/// The name of a function as the evaluator knows it, and how many arguments it takes.
pub(super) fn find(name: &str) -> Option<(&'static str, usize, usize)> {
    FUNCTIONS.iter().find(|(known, ..)| *known == name).copied()
}

/// Whether a name belongs to the language and is left out here on purpose, with the advice to give.
pub(super) fn left_out(name: &str) -> Option<&'static str> {
    match name {
        "now" | "today" => Some("the clock is not read in an expression; use a variable that holds the time"),
        "function" | "external" => Some("functions cannot be defined in an expression"),
        "context" | "context put" | "context merge" | "get entries" => {
            Some("contexts cannot be built in an expression")
        }
        "sort" => Some("lists cannot be sorted in an expression"),
        "range" => Some("write a range as x in [1..10]"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use dsntk_feel::bif::Bif;

    use super::*;

    #[test]
    fn every_function_is_known_to_the_evaluator() {
        for (name, least, most) in FUNCTIONS {
            assert!(Bif::from_str(name).is_ok(), "{name}");
            assert!(least <= most && name.split(' ').count() <= MOST_WORDS, "{name}");
            assert!(left_out(name).is_none(), "{name}");
        }
    }
}
