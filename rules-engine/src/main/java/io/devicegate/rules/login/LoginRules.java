package io.devicegate.rules.login;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.login.LoginOutcome.Reason;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The login rules of a folder: Auth0 Rules and Actions, loaded once and run on each login.
 *
 * <p>A file holds either a Rule, which is a function expression {@code function (user, context,
 * callback) {…}}, or an Action, which sets {@code exports.onExecutePostLogin}. As at Auth0, all
 * Rules run before all Actions; within each kind the order is that of the file names. Each sees
 * what those before it have changed, and they share one global scope for the length of one run. The
 * first refusal ends the run.
 *
 * <p>Whatever a script does, a run ends within {@link LoginRulesOptions#maxWait()} plus four {@link
 * LoginRulesOptions#timeout()}s, a broken script denies the login, and the next run begins from the
 * same clean state. Thread-safe.
 */
public final class LoginRules implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LoginRules.class);

  /** What a rule decides, rather than what breaks. */
  private static final Set<Reason> WILLED =
      EnumSet.of(Reason.REFUSED, Reason.REVOKED, Reason.REDIRECT, Reason.MULTIFACTOR);

  private final List<RuleFile> files;
  private final LoginRulesOptions options;
  private final List<Problem> remarks;
  private final UserCaches cache = new UserCaches();
  private final @Nullable SandboxPool pool;

  private LoginRules(List<RuleFile> files, LoginRulesOptions options, @Nullable SandboxPool pool) {
    this.files = files;
    this.options = options;
    this.remarks = ScriptNeeds.of(files, options).remarks();
    this.pool = pool;
  }

  /**
   * Loads {@code directory/*.js}. A folder that is not there, or holds no such file, makes a set
   * without rules.
   *
   * @throws RuleCompilationException with every problem of every file
   */
  public static LoginRules load(Path directory, LoginRulesOptions options)
      throws RuleCompilationException {
    requireNonNull(directory, "directory");
    requireNonNull(options, "options");
    return start(RuleFile.readAll(directory), options);
  }

  /**
   * Loads scripts that were read elsewhere, such as from a signed bundle. Their order is that of
   * their names.
   *
   * @throws RuleCompilationException with every problem of every file
   */
  public static LoginRules load(List<RuleSource> scripts, LoginRulesOptions options)
      throws RuleCompilationException {
    requireNonNull(scripts, "scripts");
    requireNonNull(options, "options");
    return start(RuleFile.of(scripts), options);
  }

  private static LoginRules start(List<RuleFile> files, LoginRulesOptions options) {
    if (files.isEmpty()) {
      return new LoginRules(files, options, null);
    }
    Sandbox first = Sandbox.open(files, options);
    return new LoginRules(files, options, new SandboxPool(first, files, options));
  }

  /** Whether there is no rule, so that every login is allowed as it is. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** Returns the file names in their order. */
  public List<String> names() {
    return files.stream().map(RuleFile::name).toList();
  }

  /** Returns what the rules use in vain, with its place: they run, but not quite as at Auth0. */
  public List<Problem> remarks() {
    return remarks;
  }

  /** Returns {@code sha256:…} over the files' names and contents. */
  public String digest() {
    return RuleFile.digestOf(files);
  }

  /**
   * Judges one login. Blocks up to the limits, so it must not be called on an event loop.
   *
   * @throws IllegalArgumentException if the request holds a value that is not of JSON; never for
   *     what a script does
   */
  public LoginOutcome run(LoginRequest request) {
    return run(request, line -> {});
  }

  /**
   * Judges one login and shows what the scripts print, as {@link #run(LoginRequest)} does to the
   * log only.
   *
   * @param console is given a line for each call of {@code console.log} and its like, on another
   *     thread, while the scripts run
   */
  public LoginOutcome run(LoginRequest request, Consumer<String> console) {
    requireNonNull(request, "request");
    requireNonNull(console, "console");
    if (pool == null) {
      return new Allowed(
          Map.of(), Map.of(), Optional.empty(), Map.of(), request.user(), LoginEffects.NONE);
    }
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("user", request.user());
    input.put("context", request.context());
    Optional<String> json = Json.write(input, options.maxInput());
    if (json.isEmpty()) {
      return outcome(new Verdict.Failed(-1, Reason.INPUT_TOO_LARGE));
    }
    String userId = request.user().get("user_id") instanceof String id ? id : "";
    Verdict verdict = runIn(pool, withCache(json.get(), cache.of(userId)), console);
    if (verdict instanceof Verdict.Passed passed) {
      passed.cache().ifPresent(entries -> cache.keep(userId, entries));
    }
    return outcome(verdict);
  }

  private static String withCache(String json, String cached) {
    return json.substring(0, json.length() - 1) + ",\"cached\":" + cached + "}";
  }

  /** Stops the sandboxes. A login that is being judged meanwhile is denied or finishes. */
  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }

  private static Verdict runIn(SandboxPool pool, String json, Consumer<String> console) {
    Optional<Sandbox> sandbox = pool.take();
    if (sandbox.isEmpty()) {
      return new Verdict.Failed(-1, Reason.BUSY);
    }
    try {
      return sandbox.get().run(json, console);
    } finally {
      pool.giveBack(sandbox.get());
    }
  }

  private LoginOutcome outcome(Verdict verdict) {
    if (verdict instanceof Verdict.Failed failed) {
      return denied(failed);
    }
    return allowed((Verdict.Passed) verdict);
  }

  private LoginOutcome allowed(Verdict.Passed passed) {
    Optional<Map<String, Object>> user = Json.read(passed.user(), options.maxInput());
    Optional<Map<String, Object>> tokens = Json.read(passed.tokens(), options.maxOutput());
    if (user.isEmpty() || tokens.isEmpty()) {
      return denied(new Verdict.Failed(files.size() - 1, Reason.OUTPUT_TOO_LARGE));
    }
    return new Allowed(
        TokenClaims.allowed(object(tokens.get(), "accessToken")),
        TokenClaims.allowed(object(tokens.get(), "idToken")),
        texts(tokens.get().get("scope")),
        textsByName(object(tokens.get(), "refreshToken")),
        user.get(),
        effects(object(tokens.get(), "effects")));
  }

  private static LoginEffects effects(Map<String, Object> effects) {
    return new LoginEffects(
        object(effects, "appMetadata"),
        object(effects, "userMetadata"),
        time(effects, "sessionExpiresAt"),
        time(effects, "sessionIdleExpiresAt"),
        time(effects, "refreshTokenExpiresAt"),
        time(effects, "refreshTokenIdleExpiresAt"));
  }

  private static Optional<Instant> time(Map<String, Object> effects, String name) {
    return effects.get(name) instanceof Number millis
        ? Optional.of(Instant.ofEpochMilli(millis.longValue()))
        : Optional.empty();
  }

  private Denied denied(Verdict.Failed failed) {
    String rule = failed.rule() < 0 ? "" : files.get(failed.rule()).name();
    Denied denied = new Denied(rule, failed.reason(), Explanation.of(rule, failed, options));
    if (WILLED.contains(denied.reason())) {
      log.debug("{} ended a login: {}", rule, denied.reason());
    } else {
      // What the rule threw is its author's choice of words, perhaps about a person.
      log.warn("a login was denied by the login rules: {} {}", denied.reason(), rule);
      log.debug("{}", denied.message());
    }
    return denied;
  }

  private static Map<String, Object> object(Map<String, Object> parent, String name) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (parent.get(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> object.put((String) key, value));
    }
    return object;
  }

  private static Optional<List<String>> texts(@Nullable Object value) {
    return value instanceof List<?> list
        ? Optional.of(list.stream().map(String::valueOf).toList())
        : Optional.empty();
  }

  private static Map<String, String> textsByName(Map<String, Object> object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }
}
