package io.devicegate.rules.bundle;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The files of a bundle on a disk. Symbolic links below the folder are refused wherever they lead;
 * the folder itself may be one, so that a whole bundle can be replaced at once.
 */
final class BundleFolder {

  static final int MAX_FILE_BYTES = 1 << 20;
  private static final long MAX_BYTES = 64L << 20;

  private final Path folder;
  private final Consumer<Problem> problems;

  BundleFolder(Path folder, Consumer<Problem> problems) {
    this.folder = real(folder, problems);
    this.problems = problems;
  }

  /** Returns every file but manifest and signature by its path; what is amiss is a problem. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    long room = MAX_BYTES;
    for (Path path : paths()) {
      String name =
          folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
      if (name.equals(Manifest.NAME) || name.equals(Manifest.SIGNATURE)) {
        continue;
      }
      byte[] bytes = sound(path, name) ? read(name).orElse(null) : null;
      if (bytes != null) {
        files.put(name, bytes);
        room -= bytes.length;
      }
      if (room < 0) {
        problems.accept(Problem.of(folder.toString(), "more than 64 MB of rules; split them"));
        break;
      }
    }
    return files;
  }

  /** Returns one file of the folder, if it is there. */
  Optional<byte[]> read(String name) {
    try {
      byte[] bytes =
          RuleFolder.bytes(folder.resolve(name), MAX_FILE_BYTES, LinkOption.NOFOLLOW_LINKS);
      if (bytes.length <= MAX_FILE_BYTES) {
        return Optional.of(bytes);
      }
      problems.accept(Problem.of(name, "larger than 1 MB; split it"));
    } catch (NoSuchFileException e) {
      problems.accept(Problem.of(name, "there is no such file; sign the folder"));
    } catch (IOException e) {
      problems.accept(Problem.of(name, "cannot be read: " + e));
    }
    return Optional.empty();
  }

  Path resolve(String name) {
    return folder.resolve(name);
  }

  private boolean sound(Path path, String name) {
    if (!Manifest.isPath(name)) {
      problems.accept(
          Problem.of(name, "not a name for a bundle (expected: letters, digits, _, . and -)"));
      return false;
    }
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      problems.accept(Problem.of(name, "a link or no plain file; put the file itself here"));
      return false;
    }
    return true;
  }

  /** Returns everything that is not a folder, sorted; links are not followed. */
  private List<Path> paths() {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> paths =
        Files.find(folder, Manifest.MAX_DEPTH + 1, BundleFolder::isNoFolder)) {
      paths.limit(Manifest.MAX_FILES + 3L).forEach(found::add);
    } catch (IOException e) {
      problems.accept(Problem.of(folder.toString(), "cannot be listed: " + e));
    }
    if (found.size() > Manifest.MAX_FILES + 2) {
      problems.accept(
          Problem.of(folder.toString(), "more than " + Manifest.MAX_FILES + " files; split them"));
      return List.of();
    }
    found.sort(null);
    return found;
  }

  private static boolean isNoFolder(Path path, BasicFileAttributes attributes) {
    return !attributes.isDirectory();
  }

  private static Path real(Path folder, Consumer<Problem> problems) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      problems.accept(Problem.of(folder.toString(), "there is no such folder"));
      return folder;
    }
  }
}
