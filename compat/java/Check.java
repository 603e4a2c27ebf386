/** What the programs share: the records that are sent and how a wrong one is reported. */
final class Check {
  private Check() {}

  static String key(int i) {
    return "key-" + i;
  }

  static String value(int i) {
    StringBuilder text = new StringBuilder("value-" + i + "-");
    for (int k = 0; k < i % 120; k++) text.append((char) ('a' + (i + k) % 26));
    return text.toString();
  }

  static void expect(boolean fact, String otherwise) {
    if (fact) return;
    System.out.println(otherwise);
    System.exit(1);
  }

  static String text(java.nio.ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }
}
