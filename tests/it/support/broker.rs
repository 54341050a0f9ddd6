//! The broker that `make test` starts.

/// Where it is, with its sign-in.
pub fn amqp_url() -> String {
    std::env::var("ONEDOOR_TEST_AMQP_URL").expect(
        "ONEDOOR_TEST_AMQP_URL is not set: run the tests with `make test`, which starts a broker for them",
    )
}
