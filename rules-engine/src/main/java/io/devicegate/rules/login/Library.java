package io.devicegate.rules.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The modules that a script may require: published libraries as they are, each one minified file,
 * and {@code crypto}, whose hashing is done by the host. They are listed in the order in which they
 * can be loaded.
 *
 * <p>A library is loaded before the scripts that name it, and is then part of the image that each
 * run begins with. Scripts that name none pay for none.
 */
enum Library {
  BUFFER("buffer", "6.0.3"),
  CRYPTO("crypto", ""),
  WHATWG_URL("whatwg-url", "7.0.0"),
  URL("url", "0.11.4"),
  QUERYSTRING("querystring", "0.2.1"),
  LODASH("lodash", "4.18.1"),
  UUID("uuid", "8.3.2"),
  IPADDR("ipaddr.js", "2.5.0"),
  JSONWEBTOKEN("jsonwebtoken", "9.0.3"),
  MOMENT("moment", "2.31.0"),
  MOMENT_TIMEZONE("moment-timezone", "0.6.6"),
  RULE_UTILITIES("@auth0/rule-utilities", "0.2.0"),
  HTTP("http", "");

  private final String module;
  private final String version;

  Library(String module, String version) {
    this.module = module;
    this.version = version;
  }

  /** Returns the name by which scripts and other libraries require it. */
  String module() {
    return module;
  }

  /** Returns the published version; empty for what is a part of Node itself. */
  String version() {
    return version;
  }

  /** Returns the libraries that must be loaded before it. */
  List<Library> needed() {
    return switch (this) {
      case CRYPTO, HTTP, WHATWG_URL -> List.of(BUFFER);
      case URL -> List.of(WHATWG_URL);
      case JSONWEBTOKEN -> List.of(BUFFER, CRYPTO);
      case MOMENT_TIMEZONE -> List.of(MOMENT);
      case RULE_UTILITIES -> List.of(JSONWEBTOKEN);
      case BUFFER, QUERYSTRING, LODASH, UUID, IPADDR, MOMENT -> List.of();
    };
  }

  /** Returns the library that a script means by a module's name, without version. */
  static Optional<Library> named(String module) {
    return Arrays.stream(values())
        .filter(library -> library.module.equals(module))
        .filter(library -> library != HTTP && library != WHATWG_URL)
        .findFirst();
  }

  /**
   * Whether a script that asks for another version is served by ours: it is when its author could
   * not tell the difference by what the published rules use.
   */
  boolean serves(String asked) {
    if (this != LODASH || asked.isEmpty()) {
      return true;
    }
    // Lodash 3 and 4 give other results for the same calls.
    return asked.replaceFirst("^[\\^~>=v ]+", "").startsWith("4");
  }

  /** Returns a script that defines it, for {@code globalThis.__devicegate_library}. */
  String definition() {
    return "globalThis.__devicegate_library('"
        + module
        + "', function (exports, module, require, host) {\n"
        + source()
        + "\n});";
  }

  private String source() {
    String name = "libraries/" + module.replaceAll("^@auth0/|\\.js$", "") + ".js";
    try (InputStream in = Library.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
