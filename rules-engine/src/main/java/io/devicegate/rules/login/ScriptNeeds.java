package io.devicegate.rules.login;

import io.devicegate.rules.login.Auth0Member.Support;
import io.devicegate.rules.login.ScriptTokens.Kind;
import io.devicegate.rules.login.ScriptTokens.Token;
import io.devicegate.rules.source.Problem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a script asks for beside the language, found by reading it: modules, members of Auth0's
 * objects, and global names that a library provides. So a script that cannot run here is refused
 * when it is loaded, rather than when somebody logs in.
 *
 * @param modules library by each name with which the script requires one
 * @param globals global names that it uses and a library provides
 * @param problems what it asks for and does not get
 * @param remarks what it asks for in vain
 */
record ScriptNeeds(
    Map<String, Library> modules,
    Set<ProvidedGlobal> globals,
    List<Problem> problems,
    List<Problem> remarks) {

  private static final String OTHER_TRIGGER =
      " is for another trigger, and only logins are judged here (expected: onExecutePostLogin)";
  private static final Set<String> WITH_MEMBERS = Set.of("context", "event", "auth0");

  ScriptNeeds {
    modules = Map.copyOf(modules);
    globals = Set.copyOf(globals);
    problems = List.copyOf(problems);
    remarks = List.copyOf(remarks);
  }

  static ScriptNeeds of(RuleFile file, LoginRulesOptions options) {
    return new Reader(file, options).read();
  }

  /** Returns the needs of all files together, in the files' order. */
  static ScriptNeeds of(List<RuleFile> files, LoginRulesOptions options) {
    Map<String, Library> modules = new LinkedHashMap<>();
    Set<ProvidedGlobal> globals = new LinkedHashSet<>();
    List<Problem> problems = new ArrayList<>();
    List<Problem> remarks = new ArrayList<>();
    for (RuleFile file : files) {
      ScriptNeeds needs = of(file, options);
      modules.putAll(needs.modules);
      globals.addAll(needs.globals);
      problems.addAll(needs.problems);
      remarks.addAll(needs.remarks);
    }
    return new ScriptNeeds(modules, globals, problems, remarks);
  }

  /** Returns what must be loaded before the script, with what that itself needs. */
  Set<Library> libraries() {
    Set<Library> libraries = EnumSet.noneOf(Library.class);
    modules.values().forEach(library -> addWithNeeded(libraries, library));
    globals.forEach(global -> addWithNeeded(libraries, global.library()));
    return libraries;
  }

  boolean hasProblemIn(RuleFile file) {
    return problems.stream().anyMatch(problem -> problem.file().equals(file.name()));
  }

  private static void addWithNeeded(Set<Library> libraries, Library library) {
    if (libraries.add(library)) {
      library.needed().forEach(needed -> addWithNeeded(libraries, needed));
    }
  }

  /** Goes through the tokens of one script. */
  private static final class Reader {

    private final RuleFile file;
    private final boolean mayConnect;
    private final List<Token> tokens;
    private final boolean isAction;
    private final Map<String, Library> modules = new LinkedHashMap<>();
    private final Set<ProvidedGlobal> globals = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> remarks = new ArrayList<>();
    private final Set<String> remarked = new LinkedHashSet<>();

    Reader(RuleFile file, LoginRulesOptions options) {
      this.file = file;
      this.mayConnect = !options.allowedOrigins().isEmpty();
      this.tokens = ScriptTokens.of(file.source());
      this.isAction = tokens.stream().anyMatch(token -> token.isName("onExecutePostLogin"));
    }

    ScriptNeeds read() {
      Optional<Token> trigger = otherTrigger();
      if (trigger.isPresent()) {
        problem(trigger.get(), trigger.get().value() + OTHER_TRIGGER);
        return new ScriptNeeds(Map.of(), Set.of(), problems, List.of());
      }
      for (int i = 0; i < tokens.size(); i++) {
        if (tokens.get(i).kind() == Kind.NAME && !isMember(i)) {
          readName(i);
        }
      }
      return new ScriptNeeds(modules, globals, problems, remarks);
    }

    /** An Action of another trigger has other needs, which are of no interest then. */
    private Optional<Token> otherTrigger() {
      if (isAction) {
        return Optional.empty();
      }
      return IntStream.range(0, tokens.size())
          .filter(i -> tokens.get(i).isName("exports"))
          .mapToObj(i -> member(i + 1).map(name -> tokens.get(i + 2)))
          .flatMap(Optional::stream)
          .filter(token -> token.value().matches("on(Execute|Continue)[A-Z]\\w*"))
          .filter(token -> !token.value().equals("onContinuePostLogin"))
          .findFirst();
    }

    private void readName(int index) {
      Token token = tokens.get(index);
      if (token.isName("require") && sign(index + 1, '(')) {
        readRequire(token, index + 2);
      } else if (token.isName("import") && sign(index + 1, '(')) {
        problem(token, "import(…) is not supported by login rules here (expected: require)");
      } else if (token.isName("api") && isAction) {
        readApi(index);
      } else if (WITH_MEMBERS.contains(token.value())) {
        member(index + 1).ifPresent(name -> readMember(token, token.value() + "." + name));
      }
      ProvidedGlobal.named(token.value()).ifPresent(global -> readGlobal(token, index, global));
    }

    private void readRequire(Token require, int index) {
      boolean isText = index < tokens.size() && tokens.get(index).kind() == Kind.TEXT;
      if (!isText || !sign(index + 1, ')')) {
        problem(require, "require of a name that is computed (expected: the name as a text)");
        return;
      }
      String name = tokens.get(index).value();
      ModuleName module = ModuleName.of(name);
      module
          .library(mayConnect)
          .ifPresentOrElse(
              library -> modules.put(name, library),
              () -> problem(require, module.refusal(mayConnect)));
    }

    /** Only what is called: a script may ask whether a member is there. */
    private void readApi(int index) {
      Optional<String> group = member(index + 1);
      Optional<String> name = member(index + 3);
      if (group.isPresent() && name.isPresent() && sign(index + 5, '(')) {
        String path = "api." + group.get() + "." + name.get();
        if (Auth0Member.named(path).isEmpty()) {
          problem(tokens.get(index), Auth0Member.refusal(path));
        } else {
          readMember(tokens.get(index), path);
        }
      }
    }

    private void readMember(Token token, String path) {
      Optional<Auth0Member> member = Auth0Member.named(path);
      if (member.isEmpty() || member.get().support() == Support.SUPPORTED) {
        return;
      }
      if (member.get().support() == Support.REFUSED) {
        problem(token, Auth0Member.refusal(path));
      } else if (remarked.add(path)) {
        remarks.add(at(token, member.get().remark()));
      }
    }

    private void readGlobal(Token token, int index, ProvidedGlobal global) {
      boolean isCalled = sign(index + 1, '(');
      if (global.isWord() && !isCalled && !sign(index + 1, '.')) {
        return; // as likely a name that the script gave to something of its own
      }
      if (global.library() != Library.HTTP) {
        globals.add(global);
      } else if (isCalled && !declares(global.variable())) {
        if (mayConnect) {
          globals.add(global);
        } else {
          problem(token, ModuleName.of(global.variable()).refusal(false));
        }
      }
    }

    /** Whether the script has a variable or function of that name of its own. */
    private boolean declares(String name) {
      for (int i = 0; i + 1 < tokens.size(); i++) {
        Token token = tokens.get(i);
        if ((token.isName("const")
                || token.isName("let")
                || token.isName("var")
                || token.isName("function"))
            && tokens.get(i + 1).isName(name)) {
          return true;
        }
      }
      return false;
    }

    private boolean isMember(int index) {
      // Three dots before a name spread it.
      return sign(index - 1, '.') && !sign(index - 2, '.');
    }

    private Optional<String> member(int index) {
      return sign(index, '.')
              && index + 1 < tokens.size()
              && tokens.get(index + 1).kind() == Kind.NAME
          ? Optional.of(tokens.get(index + 1).value())
          : Optional.empty();
    }

    private boolean sign(int index, char sign) {
      return index >= 0 && index < tokens.size() && tokens.get(index).isSign(sign);
    }

    private void problem(Token token, String message) {
      problems.add(at(token, message));
    }

    private Problem at(Token token, String message) {
      return new Problem(file.name(), token.line(), token.column(), message);
    }
  }
}
