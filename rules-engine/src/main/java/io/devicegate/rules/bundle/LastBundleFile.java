package io.devicegate.rules.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps the newest bundle in a file: {@code 12 sha256:…}. */
final class LastBundleFile implements LastBundle {

  private static final Pattern LINE = Pattern.compile("([0-9]{1,18}) (sha256:[0-9a-f]{64})\\s*");

  /** All files, since the rules of one bundle are loaded in several places of a process. */
  private static final Object LOCK = new Object();

  private final Path file;

  LastBundleFile(Path file) {
    this.file = file;
  }

  @Override
  public Optional<Seen> last() throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      throw new IOException(file + ": not the version of a bundle; restore it from a backup");
    }
    return Optional.of(new Seen(Long.parseLong(line.group(1)), line.group(2)));
  }

  @Override
  public void remember(Seen seen) throws IOException {
    synchronized (LOCK) {
      seen.refuseAfter(last());
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, seen.version() + " " + seen.digest() + "\n");
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
