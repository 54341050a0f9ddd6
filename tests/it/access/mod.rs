//! Who may do what, through the front door: the rules of multi-org access, dates, loans, separated duties, four eyes,
//! explanations, and access that changes while people work.

mod agrees;
mod browser;
mod dates;
mod duties;
mod explained;
mod four_eyes;
mod loans;
mod moac;
mod nodes;
mod options;
mod pages;
mod under_change;
mod world;
