package io.devicegate.rules.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devicegate.rules.login.Auth0Member.Support;
import io.devicegate.rules.login.LoginOutcome.Reason;
import io.devicegate.rules.source.Problem;
import io.roastedroot.quickjs4j.core.Builtins;
import io.roastedroot.quickjs4j.core.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import run.endive.runtime.Memory;
import run.endive.wasm.types.MemoryLimits;

/**
 * QuickJS, compiled to WebAssembly and that to Java: the engine in which the scripts run.
 *
 * <p>A script sees no host object; it and this class exchange texts. All memory of the engine is
 * one array with a fixed maximum, and each run begins by putting it back to how it was at {@link
 * #seal}. So a run cannot leave anything behind for the next one: neither a global, nor a changed
 * prototype, nor garbage.
 *
 * <p>Not thread-safe. To be thrown away after any exception: the registers are not put back.
 */
final class ScriptEngine {

  private static final Logger log = LoggerFactory.getLogger(ScriptEngine.class);

  private static final String MODULE = "devicegate";
  private static final String NO_TASK = "null";
  private static final String STEP = "globalThis.__devicegate();";
  private static final CompiledScripts COMPILED = new CompiledScripts();
  private static final byte[] PRELUDE = resources("globals.js", "actions.js", "pipeline.js");

  private static final int MAX_ANSWER = 8 * 1024;
  private static final SecureRandom random = new SecureRandom();

  static {
    CompilableQuickJs.define();
  }

  private final Thread owner = Thread.currentThread();
  private final LoginRulesOptions options;
  private final List<RuleFile> files;
  private final ScriptNeeds needs;
  private final ScriptHost host;
  private final Engine engine;
  private final int step;
  private @Nullable EngineMemory memory;

  // What this side says to, and hears from, the script side during one call.
  private String task = NO_TASK;
  private @Nullable String user;
  private @Nullable String tokens;
  private @Nullable String cache;
  private @Nullable String problem;
  private boolean ticked;
  private @Nullable String denial;
  private Consumer<String> console = line -> {};
  private volatile int entered = -1;

  ScriptEngine(List<RuleFile> files, LoginRulesOptions options) {
    this.options = options;
    this.files = files;
    this.needs = ScriptNeeds.of(files, options);
    this.host = new ScriptHost(options);
    engine =
        Engine.builder()
            .withMemoryFactory(this::allocate)
            .withCache(COMPILED)
            .addBuiltins(hostFunctions())
            .build();
    engine.exec(engine.compileRaw(PRELUDE));
    step = engine.compileRaw(STEP.getBytes(UTF_8));
    for (Library library : needs.libraries()) {
      engine.exec(engine.compileRaw(library.definition().getBytes(UTF_8)));
    }
    call(json(Map.of("command", "open")));
  }

  /** Reads one more script. Its top level runs. */
  Optional<Problem> load(int index, RuleFile file) {
    entered = index;
    problem = null;
    call(json(Map.of("command", "load", "index", index, "source", file.source())));
    return Optional.ofNullable(problem).map(answer -> problemOf(file, answer));
  }

  /** Ends the loading: this is how every run begins. */
  void seal() {
    call(json(Map.of("command", "settle")));
    entered = -1;
    memory().seal();
  }

  /**
   * Runs all scripts on one request: a JSON object with {@code user} and {@code context}.
   *
   * @param console is given what they print, a line for each call
   */
  Verdict run(String request, Consumer<String> console) {
    memory().restore();
    this.console = console;
    entered = -1;
    user = null;
    tokens = null;
    denial = null;
    cache = null;
    call(runTask(request));
    do {
      ticked = false;
      if (tokens == null && denial == null) {
        call(json(Map.of("command", "timer")));
      }
    } while (ticked);
    return verdict();
  }

  /**
   * Returns the position of the script that began last; -1 when none has. May be called by any
   * thread.
   */
  int entered() {
    return entered;
  }

  /** Returns the thread that built the engine, which is the only one that may use it. */
  Thread owner() {
    return owner;
  }

  /** Whether the memory could not grow any more. */
  boolean isFull() {
    return memory().pages() >= maxPages() - 1;
  }

  int pages() {
    return memory().pages();
  }

  private void call(String task) {
    this.task = task;
    engine.exec(step);
  }

  private Verdict verdict() {
    if (denial != null) {
      return failed(denial);
    }
    if (tokens != null && user != null) {
      return new Verdict.Passed(user, tokens, Optional.ofNullable(cache));
    }
    return new Verdict.Failed(entered, isFull() ? Reason.OUT_OF_MEMORY : Reason.NO_CALLBACK);
  }

  private Verdict failed(String answer) {
    Map<String, Object> denial = Json.read(answer, MAX_ANSWER).orElse(Map.of());
    int rule = number(denial, "rule");
    Reason reason = reason(denial);
    if (reason == Reason.THREW && isFull()) {
      reason = Reason.OUT_OF_MEMORY;
    }
    return new Verdict.Failed(
        rule < files.size() ? rule : entered,
        reason,
        message(denial),
        number(denial, "line"),
        number(denial, "column"));
  }

  private static Reason reason(Map<String, Object> denial) {
    for (Reason reason : Reason.values()) {
      if (reason.name().equals(denial.get("reason"))) {
        return reason;
      }
    }
    return Reason.THREW;
  }

  private static Problem problemOf(RuleFile file, String answer) {
    Map<String, Object> problem = Json.read(answer, MAX_ANSWER).orElse(Map.of());
    int line = Math.min(number(problem, "line"), file.lines());
    return new Problem(file.name(), line, number(problem, "column"), message(problem));
  }

  private static String message(Map<String, Object> answer) {
    return answer.get("message") instanceof String text ? ScriptText.printable(text) : "";
  }

  private static int number(Map<String, Object> answer, String name) {
    return answer.get(name) instanceof Integer number ? Math.max(0, number) : 0;
  }

  private Builtins hostFunctions() {
    return Builtins.builder(MODULE)
        .addStringToString("settings", ignored -> settings())
        .addStringToString("task", ignored -> takeTask())
        .addStringToVoid("problem", text -> problem = text)
        .addStringToVoid("enter", text -> entered = Integer.parseInt(text))
        .addStringToVoid("print", this::print)
        .addStringToVoid("user", text -> user = text)
        .addStringToVoid("allow", text -> tokens = text)
        .addStringToVoid("deny", text -> denial = denial == null ? text : denial)
        .addStringToVoid("cache", text -> cache = text)
        .addStringToVoid("ticked", ignored -> ticked = true)
        .addStringToString("random", host::random)
        .addStringToString("uuid", ignored -> host.uuid())
        .addStringToString("digest", host::digest)
        .addStringToString("base64url", host::base64Url)
        .addStringToString("sign", host::sign)
        .addStringToString("http", host::http)
        .build();
  }

  private String settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("configuration", options.configuration());
    settings.put("secrets", options.secrets());
    settings.put("maxInput", options.maxInput());
    settings.put("maxOutput", options.maxOutput());
    settings.put("maxText", ScriptText.MAX_LENGTH);
    settings.put("names", files.stream().map(RuleFile::title).toList());
    settings.put("modules", modules());
    settings.put("globals", globals());
    settings.put("refusals", refusals());
    settings.put("ignored", ignored());
    settings.put("unknown", Auth0Member.refusal(""));
    return json(settings);
  }

  private Map<String, List<String>> modules() {
    Map<String, List<String>> modules = new LinkedHashMap<>();
    needs
        .modules()
        .forEach(
            (name, library) ->
                modules.put(name, List.of(library.module(), ModuleName.of(name).member())));
    return modules;
  }

  private List<List<String>> globals() {
    return needs.globals().stream()
        .map(global -> List.of(global.variable(), global.library().module(), global.member()))
        .toList();
  }

  private static Map<String, String> refusals() {
    Map<String, String> refusals = new LinkedHashMap<>();
    for (Auth0Member member : Auth0Member.all()) {
      if (member.support() == Support.REFUSED) {
        refusals.put(member.path(), Auth0Member.refusal(member.path()));
      }
    }
    return refusals;
  }

  /** The functions among the members that have no effect. */
  private static List<String> ignored() {
    return Auth0Member.all().stream()
        .filter(member -> member.support() == Support.IGNORED)
        .map(Auth0Member::path)
        .filter(path -> path.startsWith("api."))
        .toList();
  }

  private String takeTask() {
    String taken = task;
    task = NO_TASK;
    return taken;
  }

  private void print(String line) {
    if (entered >= 0 && entered < files.size()) {
      String printed = ScriptText.printable(line);
      console.accept(printed);
      log.debug("{}: {}", files.get(entered).name(), printed);
    }
  }

  private String runTask(String request) {
    String rest =
        ",\"command\":\"run\",\"now\":"
            + options.clock().millis()
            + ",\"seed\":["
            + random.nextInt()
            + ','
            + random.nextInt()
            + ','
            + random.nextInt()
            + "]}";
    return request.substring(0, request.length() - 1) + rest;
  }

  private static String json(Map<String, ?> object) {
    return Json.write(object, Integer.MAX_VALUE).orElseThrow();
  }

  private Memory allocate(MemoryLimits limits) {
    memory = new EngineMemory(new MemoryLimits(limits.initialPages(), maxPages()));
    return memory;
  }

  private int maxPages() {
    return (options.memory() + Memory.PAGE_SIZE - 1) / Memory.PAGE_SIZE;
  }

  private EngineMemory memory() {
    if (memory == null) {
      throw new IllegalStateException("the engine allocates its memory when it is built");
    }
    return memory;
  }

  private static byte[] resources(String... names) {
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      try (InputStream in = ScriptEngine.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException(name + " is missing from the class path");
        }
        all.append(new String(in.readAllBytes(), UTF_8)).append('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all.toString().getBytes(UTF_8);
  }
}
