package io.devicegate.sandbox.pages;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a QR code back from the one path of its SVG. */
final class SvgScanner {

  private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) ");
  private static final Pattern MODULE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");
  private static final int SCALE = 4;

  private SvgScanner() {}

  static String read(String svg) throws Exception {
    Matcher size = SIZE.matcher(svg);
    if (!size.find()) {
      throw new IllegalArgumentException("no viewBox: " + svg);
    }
    int width = Integer.parseInt(size.group(1)) * SCALE;
    int[] pixels = new int[width * width];
    Arrays.fill(pixels, 0xFFFFFF);
    MODULE.matcher(svg).results().forEach(module -> paint(module, pixels, width));
    return new QRCodeReader()
        .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, width, pixels))))
        .getText();
  }

  private static void paint(MatchResult module, int[] pixels, int width) {
    int left = Integer.parseInt(module.group(1)) * SCALE;
    int top = Integer.parseInt(module.group(2)) * SCALE;
    for (int y = top; y < top + SCALE; y++) {
      Arrays.fill(pixels, y * width + left, y * width + left + SCALE, 0);
    }
  }
}
