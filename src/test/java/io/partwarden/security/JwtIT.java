package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ServiceTest
class JwtIT {

    private static final KeyPair ISSUER = newKey();

    private final Service service;

    JwtIT(Service service) {
        this.service = service;
    }

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) throws IOException {
        Path key = Files.createTempFile("issuer", ".pem");
        Files.writeString(
                key,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(ISSUER.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        properties.add(
                "spring.security.oauth2.resourceserver.jwt.public-key-location",
                () -> key.toUri().toString());
        properties.add("spring.security.oauth2.resourceserver.jwt.audiences", () -> "partwarden");
    }

    @Test
    void theHighestRoleOfTheClaimCounts() throws JOSEException {
        Map<String, Object> claims = Map.of("partwarden_role", List.of("viewer", "unknown", "admin"));

        assertThat(service.bearer(sign(ISSUER, claims)).get("/api/v1/tokens").status())
                .isEqualTo(200);
        assertThat(service.bearer(sign(ISSUER, Map.of("partwarden_role", "viewer")))
                        .get("/api/v1/tokens")
                        .status())
                .isEqualTo(403);
        assertThat(service.anonymous()
                        .with("Authorization", Service.basic(sign(ISSUER, claims)))
                        .get("/api/v1/tokens")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void limitsComeFromClaims() throws JOSEException {
        for (List<String> targets : List.of(List.of("mine"), List.<String>of())) {
            String limited = sign(ISSUER, Map.of("partwarden_role", "admin", "partwarden_targets", targets));

            assertThat(service.bearer(limited).get("/api/v1/tokens").status()).isEqualTo(403);
            assertThat(service.bearer(limited).get("/api/v1/audit?target=mine").status())
                    .isEqualTo(targets.isEmpty() ? 403 : 200);
        }
    }

    @Test
    void itsNameCannotBeATokens() throws JOSEException {
        String name = Service.uniqueName("by-jwt");

        service.bearer(sign(ISSUER, Map.of("partwarden_role", "admin")))
                .post("/api/v1/tokens", Map.of("name", name, "role", "viewer"));

        assertThat(service.metadata().query("SELECT created_by FROM partwarden.token WHERE name = '" + name + "'"))
                .containsExactly("jwt:bootstrap");
    }

    @Test
    void forgedExpiredForeignAndRolelessOnesAreRefused() throws JOSEException {
        Map<String, Object> admin = Map.of("partwarden_role", "admin");
        for (String token : List.of(
                sign(newKey(), admin),
                sign(
                        ISSUER,
                        Map.of(
                                "partwarden_role",
                                "admin",
                                "exp",
                                Date.from(Instant.now().minusSeconds(600)))),
                sign(ISSUER, Map.of("partwarden_role", "admin", "aud", "other")),
                sign(ISSUER, Map.of()),
                sign(ISSUER, Map.of("partwarden_role", "root")),
                sign(ISSUER, Map.of("partwarden_role", "admin", "sub", "x".repeat(256))),
                sign(ISSUER, Map.of("partwarden_role", "admin", "sub", "a\0b")),
                "a.b.c")) {
            assertThat(service.bearer(token).get("/api/v1/tokens").status()).isEqualTo(401);
        }
    }

    @Test
    void tokensOfOurOwnStayValid() {
        assertThat(service.admin().get("/api/v1/tokens").status()).isEqualTo(200);
    }

    private static String sign(KeyPair key, Map<String, Object> claims) throws JOSEException {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder()
                .subject("bootstrap")
                .audience("partwarden")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
        claims.forEach(set::claim);
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), set.build());
        jwt.sign(new RSASSASigner(key.getPrivate()));
        return jwt.serialize();
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
