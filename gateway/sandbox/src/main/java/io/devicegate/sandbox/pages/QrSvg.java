package io.devicegate.sandbox.pages;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * Draws a QR code as SVG: one path, dark on light whatever the page's colours, since scanners
 * expect it so.
 */
final class QrSvg {

  /** Modules of light around the code, as ISO/IEC 18004 asks. */
  private static final int QUIET_ZONE = 4;

  private QrSvg() {}

  static String of(String text) {
    ByteMatrix modules = matrix(text);
    int size = modules.getWidth() + 2 * QUIET_ZONE;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges">\
    <rect width="%1$d" height="%1$d" fill="#fff"/><path fill="#000" d="%2$s"/></svg>"""
        .formatted(size, path(modules));
  }

  private static ByteMatrix matrix(String text) {
    try {
      return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException("text: does not fit into a QR code", e);
    }
  }

  private static String path(ByteMatrix modules) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        if (modules.get(x, y) == 1) {
          path.append('M')
              .append(x + QUIET_ZONE)
              .append(' ')
              .append(y + QUIET_ZONE)
              .append("h1v1h-1z");
        }
      }
    }
    return path.toString();
  }
}
