package io.devicegate.gateway.edge;

import java.util.List;

/**
 * The header lines of one request, as they came: one entry per line, never joined or split.
 *
 * <p>{@code HttpHeaders::getOrEmpty} is one.
 */
@FunctionalInterface
public interface HeaderLines {

  /** Returns the values of all lines with this name, in any case; empty when there is none. */
  List<String> named(String name);
}
