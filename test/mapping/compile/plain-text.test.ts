import { describe, expect, test } from 'vitest'
import { readHtml } from '../../../src/mapping/compile/read-html.js'
import { readRtf } from '../../../src/mapping/compile/read-rtf.js'

describe('HTML as plain text', () => {
  test.each([
    ['plain', 'plain'],
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['5 &micro;g&nbsp;daily, 38&deg;C, caf&eacute;', '5 µg daily, 38°C, café'],
    ['&#233; &#xE9; &#x1F600;', 'é é 😀'],
    ['&unknown; &#0; &#xD800; & b', '&unknown;   & b'.replace(/ +/g, ' ')],
    ['<p>One</p><p>Two</p>', 'One\nTwo'],
    ['One<br>Two<BR/>Three', 'One\nTwo\nThree'],
    ['a<br><br><br><br>b', 'a\n\nb'],
    ['<ul><li>Asthma</li><li>Eczema</li></ul>', 'Asthma\nEczema'],
    ['<table><tr><td>BP</td><td>120/80</td></tr></table>', 'BP 120/80'],
    ['x<script>alert("</p>")</script>y<style>p { }</style>', 'xy'],
    ['<html><head><title>T</title></head><body>B</body></html>', 'B'],
    ['a<!-- hidden <b> -->b', 'ab'],
    ['<a href="x>y">link</a>', 'link'],
    ['3 < 4', '3 < 4'],
    ['  two \n  blanks\t here ', 'two blanks here'],
    ['<p> </p>', ''],
    ['<script>never closed', ''],
  ])('%s', (html, text) => {
    expect(readHtml(html)).toBe(text)
  })

  test('in time that grows with its length', () => {
    const started = performance.now()
    readHtml('<a "'.repeat(20_000))
    readHtml('<!--'.repeat(20_000))
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('RTF as plain text', () => {
  test.each([
    ['{\\rtf1\\ansi Hello}', 'Hello'],
    ['{\\rtf1 One\\par Two\\par\n}', 'One\nTwo'],
    ["{\\rtf1 caf\\'e9 5 \\'b5g \\'80}", 'café 5 µg €'],
    ['{\\rtf1 \\u233? \\u-10179?\\u-8704?}', 'é 😀'],
    ["{\\rtf1\\uc2 \\u233\\'c3\\'a9!}", 'é!'],
    ['{\\rtf1\\uc0 \\u233 x}', 'éx'],
    ['{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}\\f0 Text}', 'Text'],
    ['{\\rtf1{\\*\\generator Word;}{\\info{\\title T}}Body}', 'Body'],
    ['{\\rtf1 {\\b bold} and {\\v hidden }plain}', 'bold and plain'],
    ['{\\rtf1 \\{braces\\} \\\\ a\\~b}', '{braces} \\ a b'],
    ['{\\rtf1 a\\line b\\tab c}', 'a\nb c'],
    ['not rtf', 'not rtf'],
    ['{\\rtf1 {unclosed', 'unclosed'],
    ['{\\rtf1 }}}', ''],
  ])('%s', (rtf, text) => {
    expect(readRtf(rtf)).toBe(text)
  })
})
