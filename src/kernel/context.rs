//! Who acts, in which tenant, with which access.
