package io.partwarden.web;

import io.partwarden.embedded.LocalDatabase;
import io.partwarden.shared.PartwardenHome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Tells whoever started the service where to go; names files that hold secrets, never what is in them. */
@Component
class Welcome {

    private static final Logger log = LoggerFactory.getLogger(Welcome.class);

    private final PartwardenHome home;
    private final ObjectProvider<LocalDatabase> local;
    private final Environment environment;

    Welcome(PartwardenHome home, ObjectProvider<LocalDatabase> local, Environment environment) {
        this.home = home;
        this.local = local;
        this.environment = environment;
    }

    @EventListener
    void started(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null) {
            log.info(text(web.getWebServer().getPort()));
        }
    }

    String text(int port) {
        StringBuilder text = new StringBuilder("Partwarden is ready.\n");
        text.append("  Swagger UI   ").append(url(port)).append('\n');
        Path token = home.resolve("admin-token");
        if (Files.exists(token)) {
            text.append("  Admin token  in ").append(token).append('\n');
        }
        local.ifAvailable(database ->
                text.append("  Target local ").append(psql(database)).append('\n'));
        return text.toString();
    }

    private String url(int port) {
        boolean tls = environment.getProperty("server.ssl.enabled", Boolean.class, false)
                || StringUtils.hasText(environment.getProperty("server.ssl.bundle"));
        String address = environment.getProperty("server.address", "127.0.0.1");
        String host = address.equals("0.0.0.0") || address.equals("::") ? "127.0.0.1" : address;
        return (tls ? "https" : "http") + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port
                + environment.getProperty("server.servlet.context-path", "") + EntryPage.SWAGGER;
    }

    /** The password is in a file for libpq, so that the line can be copied and logged. */
    private String psql(LocalDatabase database) {
        return "psql \"host=%s port=%d dbname=%s user=%s passfile='%s'\""
                .formatted(
                        database.host(),
                        database.port(),
                        database.database(),
                        database.username(),
                        home.resolve("pgpass").toString().replace("\\", "\\\\").replace("'", "\\'"));
    }
}
