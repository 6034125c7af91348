package io.partwarden;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The service's entry point. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PartwardenApplication {

    public static void main(String[] args) {
        SpringApplication.run(PartwardenApplication.class, args);
    }
}
