//! What can go wrong, in the words of the person it is told to.
