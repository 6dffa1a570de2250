package io.devicegate.sandbox.upstream;

import java.util.List;
import java.util.Optional;

/** A request that has arrived whole. The body is empty for methods that have none. */
record Call(String method, String path, String requestLine, List<Header> headers, String body) {

  /** First value of a header, whatever the case of its name. */
  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }
}
