package io.devicegate.rules.login;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A module as a script asks for it: {@code lodash}, {@code lodash@4.17.10}, {@code node:url},
 * {@code uuid/v4}, {@code @auth0/rule-utilities@0.2.0}.
 *
 * @param name without prefix, version and path
 * @param version as asked for; empty when none was
 * @param path within the module; empty when none was asked for
 */
record ModuleName(String name, String version, String path) {

  private static final Set<String> HTTP_CLIENTS =
      Set.of(
          "axios", "fetch", "node-fetch", "request", "request-promise", "request-promise-native");

  /** Modules that rules ask for and that cannot be had, by what keeps them out. */
  private static final Map<String, Set<String>> OUT_OF_REACH =
      Map.of(
          "it connects to other hosts by itself (with an allowed origin: fetch, axios or request)",
          Set.of(
              "http",
              "https",
              "http2",
              "net",
              "tls",
              "dns",
              "got",
              "superagent",
              "bluebird-request",
              "slack-notify",
              "@slack/webhook",
              "sendgrid",
              "@sendgrid/mail",
              "twilio",
              "stripe",
              "aws-sdk",
              "@incognia/api",
              "@onfido/api",
              "openid-client",
              "jwks-rsa",
              "node-jose"),
          "it asks the Management API, which is not reached from here (auth0.users and api.user"
              + " change metadata)",
          Set.of("auth0"),
          "it connects to a database",
          Set.of(
              "mongodb",
              "mongoose",
              "mysql",
              "mysql2",
              "pg",
              "tedious",
              "mssql",
              "redis",
              "couchbase",
              "cassandra-driver",
              "sqlite3"),
          "a script has no files, processes or threads",
          Set.of(
              "fs", "child_process", "worker_threads", "os", "vm", "process", "cluster", "module"),
          "it needs native code",
          Set.of("bcrypt", "sharp", "canvas", "node-rsa", "ursa"));

  static ModuleName of(String asked) {
    String text = asked.startsWith("node:") ? asked.substring("node:".length()) : asked;
    int scope = text.startsWith("@") ? text.indexOf('/') + 1 : 0;
    int slash = text.indexOf('/', scope);
    String path = slash < 0 ? "" : text.substring(slash + 1);
    String module = slash < 0 ? text : text.substring(0, slash);
    int at = module.indexOf('@', 1);
    return at < 0
        ? new ModuleName(module, "", path)
        : new ModuleName(module.substring(0, at), module.substring(at + 1), path);
  }

  /** Returns the library that serves it, if there is one and the script may use it. */
  Optional<Library> library(boolean mayConnect) {
    if (HTTP_CLIENTS.contains(name)) {
      return mayConnect && path.isEmpty() ? Optional.of(Library.HTTP) : Optional.empty();
    }
    return Library.named(name).filter(library -> library.serves(version) && servesPath(library));
  }

  /** Returns which member of the library it is; empty when it is the library itself. */
  String member() {
    if (HTTP_CLIENTS.contains(name)) {
      return switch (name) {
        case "axios" -> "axios";
        case "fetch", "node-fetch" -> "fetch";
        case "request" -> "request";
        default -> "requestPromise";
      };
    }
    return path;
  }

  /** Returns why no library serves it. */
  String refusal(boolean mayConnect) {
    return "Cannot find module '" + ScriptText.printable(asked()) + "': " + reason(mayConnect);
  }

  private String reason(boolean mayConnect) {
    if (HTTP_CLIENTS.contains(name) && !mayConnect) {
      return "login rules do not connect to other hosts, as no origin is allowed"
          + " (devicegate.rules.login.allowed-origins)";
    }
    Optional<Library> ours = Library.named(name);
    if (ours.isPresent() && !ours.get().serves(version)) {
      return "version " + ours.get().version() + " is the one provided, and it differs";
    }
    return OUT_OF_REACH.entrySet().stream()
        .filter(entry -> entry.getValue().contains(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("it is not among those provided: " + provided());
  }

  private static String provided() {
    return Arrays.stream(Library.values())
        .filter(library -> Library.named(library.module()).isPresent())
        .map(Library::module)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private boolean servesPath(Library library) {
    return path.isEmpty()
        || (library == Library.UUID && Set.of("v1", "v3", "v4", "v5").contains(path))
        || (library == Library.LODASH && path.matches("[a-zA-Z]+"));
  }

  private String asked() {
    return name + (version.isEmpty() ? "" : "@" + version) + (path.isEmpty() ? "" : "/" + path);
  }
}
