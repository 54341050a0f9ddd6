//! RabbitMQ: topology, publishing with confirms, consuming.
