package io.devicegate.sandbox.traffic;

import io.devicegate.sandbox.device.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What happens in a tenant, told with real devices, people and calls: ordinary life, and from some
 * moment on a fault besides.
 */
public final class Story {

  /** How long a code of the sandbox holds. */
  private static final Duration CODE_LIFE = Duration.ofMinutes(15);

  private static final String PLAIN_BROWSER = "Mozilla/5.0 Firefox/145.0";
  private static final String STRANGER = "198.51.100.66";
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
  private static final int GUESSES = 6;

  /** Calls of devices from before, while one new device comes. */
  private static final int OLDER = 5;

  /** All stories, the ordinary one first. */
  public static final List<Story> ALL =
      List.of(
          new Story(
              "ordinary-day",
              "All works; some change their minds.",
              scene ->
                  (now, fault) -> {
                    if (Duration.between(Instant.EPOCH, now).toMinutes() % 10 == 5) {
                      scene.alice().cancel(Scene.userCode(scene.code(Scene.TV)));
                    }
                  }),
          new Story(
              "device-grant-off",
              "The device grant is off for a client that asks for codes.",
              scene -> sinceFault(() -> scene.code("sandbox-m2m"))),
          new Story(
              "wrong-audience",
              "A deploy makes a client ask for an audience that does not exist.",
              scene -> sinceFault(() -> scene.code("sandbox-cli", "https://api.sandbox.tset"))),
          new Story(
              "rule-refuses-a-group",
              "A login rule refuses one group of users.",
              scene ->
                  sinceFault(() -> scene.bob().activate(Scene.userCode(scene.code(Scene.TV))))),
          new Story(
              "users-do-not-finish",
              "Users ask for codes and do not finish in time; it shows when their codes run out.",
              Story::usersDoNotFinish),
          new Story(
              "rule-throws",
              "A login rule throws; the tenant of the story has to run one that does.",
              scene -> (now, fault) -> {}),
          new Story(
              "connection-down",
              "The login connection does not answer; who is logged in already does not notice.",
              scene -> new Broken(scene, "connection-down", () -> {}, () -> logIn(scene))),
          new Story(
              "keys-rotated",
              "The signing key is rotated, and the old one is gone at once.",
              KeysRotated::new),
          new Story(
              "key-server-down",
              "The key server is down when a new key begins to sign.",
              scene -> new Broken(scene, "keys-down", () -> scene.rotateKeys(true), () -> {})),
          new Story(
              "rate-limit",
              "The tenant's rate limit is used up.",
              scene -> new Broken(scene, "rate-limited", () -> {}, () -> scene.code(Scene.TV))),
          new Story(
              "activation-page-broken",
              "The activation page loses a letter of the code in one browser.",
              Story::pageBroken),
          new Story(
              "phishing-lures",
              "People are lured into approving the device of one stranger.",
              Story::phishing),
          new Story("code-guessing", "User codes are tried from many addresses.", Story::guessing),
          new Story(
              "stream-paused",
              "The log stream is paused.",
              scene -> new Broken(scene, "stream-paused", () -> {}, () -> {})),
          new Story(
              "stream-filtered",
              "A filter of the log stream drops successful exchanges.",
              scene -> new Broken(scene, "stream-filtered", () -> {}, () -> {})),
          new Story(
              "clock-off",
              "The tenant's clock is ten minutes behind.",
              scene -> new Broken(scene, "clock-behind", () -> {}, () -> {})));

  private final String name;
  private final String sentence;
  private final Function<Scene, Plot> plot;

  private Story(String name, String sentence, Function<Scene, Plot> plot) {
    this.name = name;
    this.sentence = sentence;
    this.plot = plot;
  }

  /** The story of that name. */
  public static Optional<Story> find(String name) {
    return ALL.stream().filter(story -> story.name.equals(name)).findFirst();
  }

  /** What it goes by. */
  public String name() {
    return name;
  }

  /** What happens in it. */
  public String sentence() {
    return sentence;
  }

  /** Begins it. */
  public Telling in(Scene scene) {
    return new Telling(scene, plot.apply(scene));
  }

  private static Plot sinceFault(Act act) {
    return (now, fault) -> {
      if (!now.isBefore(fault)) {
        act.play();
      }
    };
  }

  private static Plot usersDoNotFinish(Scene scene) {
    Deque<Waiting> waiting = new ArrayDeque<>();
    return (now, fault) -> {
      if (!now.isBefore(fault.minus(CODE_LIFE))) {
        waiting.add(new Waiting(now, scene.code(Scene.TV)));
      }
      while (!waiting.isEmpty() && waiting.peek().since.plus(CODE_LIFE).isBefore(now)) {
        scene.poll(waiting.remove().code);
      }
    };
  }

  /** A browser that has to log in. */
  private static void logIn(Scene scene) throws IOException, InterruptedException {
    scene
        .stranger("carol", PLAIN_BROWSER, "127.0.0.1")
        .activate(Scene.userCode(scene.code(Scene.TV)));
  }

  private static Plot pageBroken(Scene scene) {
    Household silk = scene.stranger("carol", "Silk/140.2", "127.0.0.1");
    Iterator<Integer> houses = IntStream.iterate(0, house -> (house + 1) % 250).iterator();
    return (now, fault) -> {
      Answer code = scene.code(Scene.TV);
      String shown = Scene.userCode(code);
      if (now.isBefore(fault)) {
        silk.activate(shown);
        scene.poll(code);
      } else {
        // Another letter is as good as a lost one: no device waits for that code.
        scene
            .stranger("carol", "Silk/140.2", "203.0.113." + houses.next())
            .enter(shown.substring(0, shown.length() - 1) + other(shown));
      }
    };
  }

  private static char other(String code) {
    return code.endsWith("B") ? 'C' : 'B';
  }

  private static Plot phishing(Scene scene) {
    Deque<Household> victims =
        new ArrayDeque<>(
            List.of(
                scene.stranger("alice", PLAIN_BROWSER, "203.0.113.10"),
                scene.stranger("carol", PLAIN_BROWSER, "203.0.113.20"),
                scene.stranger("dave", PLAIN_BROWSER, "203.0.113.30")));
    return sinceFault(
        () -> {
          Answer code = scene.code(Scene.TV);
          Household victim = victims.remove();
          victims.add(victim);
          victim.activate(Scene.userCode(code));
          scene.poll(code, STRANGER);
        });
  }

  private static Plot guessing(Scene scene) {
    Random random = new Random(8628);
    return sinceFault(
        () -> {
          for (int i = 0; i < GUESSES; i++) {
            String address = "198.51.100." + random.nextInt(1, 255);
            scene.stranger("carol", "curl/8.9.1", address).enter(guess(random));
          }
        });
  }

  private static String guess(Random random) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      code.append(i == 4 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return code.toString();
  }

  /** The tenant with a fault in it from some moment on; {@link #end} takes it out again. */
  private record Broken(Scene scene, String fault, Act first, Act meanwhile) implements Plot {

    @Override
    public void begin() throws IOException, InterruptedException {
      scene.fault(fault, true);
      first.play();
    }

    @Override
    public void at(Instant now, Instant begin) throws IOException, InterruptedException {
      if (!now.isBefore(begin)) {
        meanwhile.play();
      }
    }

    @Override
    public void end() throws IOException, InterruptedException {
      scene.fault(fault, false);
    }
  }

  /** Who had a token before goes on with it, as devices do until it expires. */
  private static final class KeysRotated implements Plot {

    private final Scene scene;
    private String token = "";

    KeysRotated(Scene scene) {
      this.scene = scene;
    }

    @Override
    public void begin() throws IOException, InterruptedException {
      scene.rotateKeys(false);
    }

    @Override
    public void at(Instant now, Instant begin) throws IOException, InterruptedException {
      if (now.isBefore(begin)) {
        token = scene.latestToken();
      }
      for (int i = 0; i < OLDER; i++) {
        scene.call(token);
      }
    }
  }

  /** A story under way. */
  public static final class Telling {

    private final Scene scene;
    private final Plot plot;
    private boolean begun;

    private Telling(Scene scene, Plot plot) {
      this.scene = scene;
      this.plot = plot;
    }

    /**
     * Plays one moment: a device of ordinary life, and what the story adds.
     *
     * @param fault when it goes wrong; ordinary life before
     */
    public void next(Instant fault) throws IOException, InterruptedException {
      scene.ordinaryDevice();
      Instant now = scene.now();
      if (!begun && !now.isBefore(fault)) {
        begun = true;
        plot.begin();
      }
      plot.at(now, fault);
    }

    /** Ends it: what was broken in the tenant works again. */
    public void end() throws IOException, InterruptedException {
      plot.end();
    }
  }

  /** What a story adds to ordinary life at a moment. */
  private interface Plot {

    /** Breaks what goes wrong, once, when it does. */
    default void begin() throws IOException, InterruptedException {}

    void at(Instant now, Instant fault) throws IOException, InterruptedException;

    /** Leaves the tenant as it was. */
    default void end() throws IOException, InterruptedException {}
  }

  private interface Act {
    void play() throws IOException, InterruptedException;
  }

  private record Waiting(Instant since, Answer code) {}
}
