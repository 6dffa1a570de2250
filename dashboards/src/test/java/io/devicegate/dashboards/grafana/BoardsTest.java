package io.devicegate.dashboards.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The boards are what {@code boards.yaml} says; {@code -Ddevicegate.docs.write=true} makes them
 * anew.
 */
class BoardsTest {

  private static final Path FOLDER = Path.of("grafana");

  @Test
  void boardsAreAsTheirSourceSays() throws IOException {
    List<Board> boards = Board.read(FOLDER.resolve("boards.yaml"));
    assertThat(boards).isNotEmpty();
    for (Board board : boards) {
      Path file = file(board);
      if (Boolean.getBoolean("devicegate.docs.write")) {
        Files.writeString(file, board.json());
      }
      assertThat(file).hasContent(board.json());
    }
  }

  @Test
  void noBoardHasNoSource() throws IOException {
    List<Path> made =
        Board.read(FOLDER.resolve("boards.yaml")).stream().map(BoardsTest::file).toList();
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.filter(file -> file.toString().endsWith(".json")))
          .containsExactlyInAnyOrderElementsOf(made);
    }
  }

  private static Path file(Board board) {
    return FOLDER.resolve("devicegate-" + board.name() + ".json");
  }
}
