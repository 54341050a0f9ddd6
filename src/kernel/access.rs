//! How a responsibility becomes an access mode and a set of operating units.
