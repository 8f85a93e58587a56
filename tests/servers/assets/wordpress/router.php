<?php
// For `php -S`: files are served as they are, every other path is WordPress's (pretty links,
// robots.txt, feeds, the REST API). Requests are logged as `GET /path?query`.
error_log($_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI']);
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rtrim(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/');
if (is_file($root . $path) || is_file($root . $path . '/index.php') && $path !== '') {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
chdir($root);
require $root . '/index.php';
