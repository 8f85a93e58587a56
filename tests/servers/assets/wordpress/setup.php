<?php
// Installs WordPress into its empty database: php setup.php SITE_FOLDER
// Prints the Authorization header of the administrator for the REST API.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'localhost';
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Catatan Budi', 'admin', 'admin@contoh.example', true, '', wp_generate_password());
wp_delete_post(1, true);
update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
update_option('timezone_string', 'Asia/Jakarta');
flush_rewrite_rules();
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'tests']);
echo 'Basic ', base64_encode("admin:$password"), "\n";
