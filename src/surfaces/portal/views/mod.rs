//! What the portal's templates read: one struct for each page, named in the comment at the top of its template.
//!
//! Addresses the layout and these pages count on: `/`, `/search?q=`, `/procedures/<code>`, `/track`, `/sign-in`,
//! `/register`, POST `/sign-out`, `/my/dossiers`, `/my/notices`, `/accessibility`. Any page takes `?lang=<tag>`: the
//! server keeps the choice in a cookie.

mod application;
mod catalogue;
mod dossier;
mod person;

pub use application::{
    ApplyStep, CheckAnswers, DraftPanel, Paid, PaidState, Pay, PayLine, PayNow, Sent, StepItem, StepState,
    SupplementForm, Withdraw,
};
pub use catalogue::{
    Accessibility, Entry, EntryMember, Facet, FacetOption, FeeLine, Guide, GuideStep, HallCard, Home,
    LegalBasis, LifeEvent, MonthResults, NewsItem, PaperNeeded, ProcedureCard, Search,
};
pub use dossier::{
    Dossier, DossierCard, Dossiers, DraftCard, GenuinePaper, PaymentRow, PaymentState, RefundRow,
    ResultPaper, Standing, Supplement, Track, TrackResult, Verified, Verify,
};
pub use person::{
    AccountPage, ConnectPage, DemoAccount, EntryConnection, Notice, Notices, Register, SessionRow, SignIn,
};
