package io.devicegate.gateway.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An HTTP/2 client, without TLS, that sends the pseudo-headers it is given (RFC 9113). */
public final class RawHttp2 {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_OF_STREAM_AND_HEADERS = 5;

  private RawHttp2() {}

  /**
   * Sends one GET; returns its status, or 0 when the stream or the connection was ended instead.
   */
  public static int get(int port, String path, String... headers) {
    Http2Headers all =
        new DefaultHttp2Headers(false)
            .method("GET")
            .scheme("http")
            .authority("gateway.test")
            .path(path);
    for (int i = 0; i < headers.length; i += 2) {
      all.add(headers[i], headers[i + 1]);
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(PREFACE);
      frame(out, SETTINGS, 0, 0, new byte[0]);
      frame(out, HEADERS, END_OF_STREAM_AND_HEADERS, 1, encoded(all));
      out.flush();
      return status(new DataInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int status(DataInputStream in) throws IOException, Http2Exception {
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.readUnsignedByte();
      in.readInt();
      byte[] payload = in.readNBytes(length);
      if (type == HEADERS) {
        Http2Headers headers =
            new DefaultHttp2HeadersDecoder().decodeHeaders(1, Unpooled.wrappedBuffer(payload));
        return Integer.parseInt(headers.status().toString());
      }
      if (type == RST_STREAM || type == GOAWAY) {
        return 0;
      }
    }
  }

  private static byte[] encoded(Http2Headers headers) throws Http2Exception {
    ByteBuf buffer = Unpooled.buffer();
    new DefaultHttp2HeadersEncoder().encodeHeaders(1, headers, buffer);
    return ByteBufUtil.getBytes(buffer);
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }
}
