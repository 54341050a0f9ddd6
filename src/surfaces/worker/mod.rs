//! Relay, consumers and the table of subscriptions.
