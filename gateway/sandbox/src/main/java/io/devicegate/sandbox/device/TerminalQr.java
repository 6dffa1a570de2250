package io.devicegate.sandbox.device;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * Draws a QR code with half blocks, two rows of modules to a line, white on black whatever the
 * terminal's colours.
 */
final class TerminalQr {

  /** Modules of light around the code, as ISO/IEC 18004 asks. */
  private static final int QUIET_ZONE = 4;

  private static final String WHITE_ON_BLACK = "\u001B[97;40m";
  private static final String RESET = "\u001B[0m";

  private TerminalQr() {}

  static String of(String text) {
    ByteMatrix modules = matrix(text);
    int end = modules.getWidth() + QUIET_ZONE;
    StringBuilder lines = new StringBuilder();
    for (int y = -QUIET_ZONE; y < end; y += 2) {
      lines.append(WHITE_ON_BLACK);
      for (int x = -QUIET_ZONE; x < end; x++) {
        lines.append(block(light(modules, x, y), y + 1 < end && light(modules, x, y + 1)));
      }
      lines.append(RESET).append('\n');
    }
    return lines.toString();
  }

  private static char block(boolean upper, boolean lower) {
    if (upper) {
      return lower ? '█' : '▀';
    }
    return lower ? '▄' : ' ';
  }

  private static boolean light(ByteMatrix modules, int x, int y) {
    boolean outside = x < 0 || y < 0 || x >= modules.getWidth() || y >= modules.getHeight();
    return outside || modules.get(x, y) == 0;
  }

  private static ByteMatrix matrix(String text) {
    try {
      return Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException("text: does not fit into a QR code", e);
    }
  }
}
