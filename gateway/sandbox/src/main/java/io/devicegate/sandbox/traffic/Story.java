package io.devicegate.sandbox.traffic;

import io.devicegate.sandbox.device.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What happens in a tenant, told with real devices, people and calls: ordinary life, and from some
 * moment on a fault besides.
 */
public final class Story {

  /** How long a code of the sandbox holds. */
  private static final Duration CODE_LIFE = Duration.ofMinutes(15);

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
              scene -> (now, fault) -> {}));

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

  /** A story under way. */
  public static final class Telling {

    private final Scene scene;
    private final Plot plot;

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
      plot.at(scene.now(), fault);
    }
  }

  /** What a story adds to ordinary life at a moment. */
  private interface Plot {
    void at(Instant now, Instant fault) throws IOException, InterruptedException;
  }

  private interface Act {
    void play() throws IOException, InterruptedException;
  }

  private record Waiting(Instant since, Answer code) {}
}
