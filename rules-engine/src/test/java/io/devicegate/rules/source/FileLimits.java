package io.devicegate.rules.source;

/** The limits of a file, for the reference. */
public final class FileLimits {

  /** Characters. */
  public static final int CHARACTERS = YamlReader.MAX_CHARACTERS;

  /** Values, aliases expanded. */
  public static final int VALUES = YamlReader.MAX_NODES;

  /** Levels of nesting. */
  public static final int DEPTH = YamlReader.MAX_DEPTH;

  private FileLimits() {}
}
