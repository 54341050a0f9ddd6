//! Business groups, legal entities, operating units, halls.
