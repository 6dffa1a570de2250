package io.devicegate.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Texts that are almost right. The seed decides, so that a failure can be had again; the profile
 * {@code fuzz} asks for more rounds.
 */
public final class Fuzz {

  private static final String ALPHABET =
      "aA0 \n\r\t:-[]{}()'\"|>&*!%@#,.=<?/\\$~\u00e9\u0000\u0085\u2028\ufeff\ud83d\ude00";

  private Fuzz() {}

  /** Returns how many rounds to try, given how many each build should. */
  public static int rounds(int atLeast) {
    return atLeast * Integer.getInteger("devicegate.fuzz.factor", 1);
  }

  /** Returns the texts of the shipped rules and of their tests. */
  public static List<String> shipped(String folder) {
    try (Stream<Path> paths = Files.list(Path.of("rules", folder))) {
      return paths
          .filter(path -> path.toString().endsWith(".yaml"))
          .sorted()
          .map(Fuzz::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text with one to four edits; some bring in a part of the other text. */
  public static String mutate(String text, String other, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      edit(mutated, other, random);
    }
    return mutated.toString();
  }

  private static void edit(StringBuilder text, String other, Random random) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + random.nextInt(30));
    switch (random.nextInt(6)) {
      case 0 -> text.delete(at, Math.min(text.length(), at + 1));
      case 1 -> text.insert(at, character(random));
      case 2 ->
          text.replace(at, Math.min(text.length(), at + 1), String.valueOf(character(random)));
      case 3 -> text.delete(at, end);
      case 4 -> text.insert(at, text.substring(at, end));
      default -> {
        int from = random.nextInt(other.length());
        text.insert(at, other, from, Math.min(other.length(), from + 1 + random.nextInt(60)));
      }
    }
  }

  private static char character(Random random) {
    return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
  }
}
