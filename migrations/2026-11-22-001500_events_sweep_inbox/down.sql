drop index if exists inbox_handled;
