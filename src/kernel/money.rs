//! Amounts in minor units with their currency.
