//! The small languages an administration writes: numbers, due dates, payment requests.
