package io.devicegate.rules.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option that is a whole number within bounds; one outside of them is a wrong line. */
abstract class WholeNumber implements ITypeConverter<Integer> {

  private final int least;
  private final int most;

  private WholeNumber(int least, int most) {
    this.least = least;
    this.most = most;
  }

  @Override
  public Integer convert(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, in the same words.
    }
    throw new TypeConversionException(
        String.format(
            Locale.ROOT, "expected a number from %,d to %,d but was '%s'", least, most, text));
  }

  /** A share. */
  static final class Percent extends WholeNumber {
    Percent() {
      super(0, 100);
    }
  }

  /** How many requests to make up. */
  static final class Requests extends WholeNumber {
    Requests() {
      super(1, RequestInput.MAX_REQUESTS);
    }
  }

  /** How many decisions to measure. */
  static final class Decisions extends WholeNumber {
    Decisions() {
      super(1, BenchCommand.MAX_COUNT);
    }
  }
}
