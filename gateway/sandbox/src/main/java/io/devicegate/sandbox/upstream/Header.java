package io.devicegate.sandbox.upstream;

/** A header field as it came over the wire: name in its own case, value without outer blanks. */
record Header(String name, String value) {}
