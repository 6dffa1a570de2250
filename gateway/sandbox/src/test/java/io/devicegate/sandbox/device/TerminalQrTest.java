package io.devicegate.sandbox.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalQrTest {

  private static final String URL = "http://localhost:9000/activate?user_code=WDJB-MJHT";
  private static final int SCALE = 4;

  @Test
  void scannerReadsTheUrlBack() throws Exception {
    List<String> lines =
        TerminalQr.of(URL).lines().map(line -> line.replaceAll("\u001B\\[[0-9;]*m", "")).toList();

    assertThat(
            new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(image(lines))))
                .getText())
        .isEqualTo(URL);
  }

  @Test
  void fitsIntoAnOrdinaryTerminal() {
    assertThat(TerminalQr.of(URL).lines())
        .hasSizeLessThanOrEqualTo(24)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("\u001B[97;40m")
                    .endsWith("\u001B[0m")
                    .hasSizeLessThan(80));
  }

  /** What a camera would see of the blocks. */
  private static LuminanceSource image(List<String> lines) {
    int width = lines.get(0).length() * SCALE;
    int height = lines.size() * 2 * SCALE;
    int[] pixels = new int[width * height];
    Arrays.setAll(
        pixels,
        i -> {
          int y = i / width / SCALE;
          char block = lines.get(y / 2).charAt(i % width / SCALE);
          boolean light = block == '█' || (y % 2 == 0 ? block == '▀' : block == '▄');
          return light ? 0xFFFFFF : 0;
        });
    return new RGBLuminanceSource(width, height, pixels);
  }
}
