//! BPMN processes, executed.
