package io.partwarden.security;

import java.util.Locale;
import java.util.regex.Pattern;

/** The names under which a browser on this machine reaches it and nobody else can make it. */
final class LoopbackNames {

    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

    private LoopbackNames() {}

    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        // RFC 6761: localhost and what is below it are never looked up in the DNS.
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.equals("::1")
                || name.equals("[0:0:0:0:0:0:0:1]")
                || LOOPBACK_V4.matcher(name).matches();
    }
}
